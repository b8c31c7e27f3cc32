// The card's elements, and how a status is drawn into them. User and provider text goes through textContent only.

const make = (name, className = "", text = "") => {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
};

// Sets a text, and hides what has none; leaves the element alone where nothing changed.
const show = (node, text) => {
  if (node.textContent !== text) node.textContent = text;
  node.hidden = text === "";
};

const clockText = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
};

const imageAddress = (bytes) =>
  bytes?.byteLength ? URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" })) : "";

const imageOf = (address) => {
  const image = make("img");
  image.alt = "";
  image.src = address;
  return image;
};

const buildStep = () => {
  const item = make("li");
  const text = make("small");
  text.append(make("span"), " ", make("span", "vw-time"));
  item.append(make("i"), text);
  item.firstChild.setAttribute("aria-hidden", "true");
  return item;
};

const buildParts = (about) => ({
  card: make("section", `vidwidgets-card vidwidgets-card-${about.job_id}`),
  live: make("p", "vw-live"),
  body: make("div", "vw-body"),
  stage: make("div", "vw-stage"),
  head: make("div", "vw-head"),
  state: make("div", "vw-state"),
  chip: make("span", about.sandbox ? "vw-chip vw-sandbox" : "vw-chip"),
  prompt: make("div", "vw-prompt", about.prompt),
  steps: make("ol", "vw-steps"),
  problem: make("div", "vw-problem"),
  message: make("div", "vw-message"),
  after: make("div", "vw-after"),
  said: make("div", "vw-said"),
  actions: make("div", "vw-actions"),
  line: make("div", "vw-line"),
  elapsed: make("span", "vw-elapsed"),
  beside: make("span", "vw-beside"),
  cancel: make("button", "vw-cancel", "Cancel"),
  result: make("div", "vw-result"),
  trouble: make("div", "vw-message vw-trouble"),
  download: make("a", "vw-quiet vw-download"),
  more: make("button", "vw-quiet vw-more", "Details"),
  details: make("dl", "vw-details"),
  hide: make("style"),
});

const label = (parts, about) => {
  const { card, live, chip, prompt, message, cancel, more } = parts;
  card.setAttribute("role", "group");
  card.setAttribute("aria-label", about.title);
  card.tabIndex = -1;
  live.setAttribute("role", "status");
  live.setAttribute("aria-live", "polite");
  prompt.dir = message.dir = parts.said.dir = "auto";
  prompt.title = about.prompt;
  show(chip, about.sandbox ? "sandbox" : about.connection);
  chip.title = about.connection;
  cancel.type = more.type = "button";
  more.setAttribute("aria-expanded", "false");
  cancel.title = about.cancel_means;
};

const buildCard = (about) => {
  const parts = buildParts(about);
  const { card, live, body, stage, head, prompt, steps, problem, result, trouble, line, details } = parts;
  label(parts, about);
  // While this card is on the page it stands for the job's entry in the saved output of the same cell.
  const id = CSS.escape(about.job_id);
  const places = [".jp-OutputArea", "body[data-vscode-theme-kind]"].map((place) => `${place}:has(.vidwidgets-card-${id})`);
  parts.hide.textContent = `:is(${places}) .vidwidgets-job-${id}{display:none}`;
  for (const part of [parts.download, trouble, details, parts.said, parts.actions]) part.hidden = true;
  head.append(parts.state, parts.chip);
  problem.append(parts.message, parts.after);
  line.append(parts.elapsed, parts.beside, parts.download, parts.more, parts.cancel);
  body.append(stage, head, prompt, steps, problem, result, trouble, parts.said, parts.actions, line);
  card.append(live, body, details, parts.hide);
  return parts;
};

const drawStep = (item, step, seconds) => {
  const [bar, text] = item.children;
  const here = step.at === "here";
  const spent = here ? seconds : step.seconds;
  item.className = `vw-${step.at}${here && step.share === null ? " vw-unmeasured" : ""}`;
  if (here) item.setAttribute("aria-current", "step");
  else item.removeAttribute("aria-current");
  bar.style.setProperty("--share", `${Math.round((step.share ?? 0) * 100)}%`);
  show(text.firstChild, step.label);
  show(text.lastChild, spent === null ? "" : clockText(spent));
};

const drawProblem = (parts, status) => {
  const { message, code } = status;
  show(parts.message, message);
  if (code && !message.includes(code)) parts.message.append(" (", make("code", "", code), ")");
  parts.message.hidden = !message && !code;
  show(parts.after, [status.money, status.advice].filter(Boolean).join(" "));
  parts.problem.hidden = parts.message.hidden && parts.after.hidden;
};

const besideText = (about, status, pressed) => {
  if (pressed && status.can_cancel) return about.cancel_means;
  return status.note || [about.title, status.ended ? "" : about.price].filter(Boolean).join(" · ");
};

const drawLine = (parts, about, status, { pressed, dead }) => {
  show(parts.beside, besideText(about, status, pressed));
  show(parts.cancel, pressed ? "Cancelling…" : "Cancel");
  const focused = parts.cancel === document.activeElement;
  parts.cancel.disabled = pressed || dead;
  parts.cancel.classList.toggle("vw-away", !status.can_cancel);
  // Keyboard users stay at the card when its button goes.
  if (focused && (parts.cancel.disabled || !status.can_cancel)) parts.card.focus({ preventScroll: true });
};

const drawResult = (parts, about, clip) => {
  const facts = make("div", "vw-facts");
  for (const [strong, text] of clip.facts) {
    const fact = make("span");
    if (strong) fact.append(make("b", "", strong), " ");
    fact.append(text);
    facts.append(fact);
  }
  facts.append(parts.chip);
  const asked = make("div", "vw-facts vw-asked");
  asked.append(make("span", "", `Asked of ${about.title}:`));
  for (const [name, value] of about.asked) asked.append(make("span", "", `${name} ${value}`));
  const remarks = clip.remarks.map((remark) => make("div", "vw-message vw-remark", remark));
  parts.result.replaceChildren(facts, asked, ...remarks);
};

const openDetails = ({ more, details }) => {
  details.hidden = !details.hidden;
  more.setAttribute("aria-expanded", String(!details.hidden));
};

const drawDetails = (list, about, status, log) => {
  const rows = [
    ["Endpoint", about.endpoint],
    ["Connection", about.connection],
    ["Price", about.price],
    ["Request", status.clip?.request_id],
    ["File", status.clip?.path],
    ["Log", log.join("\n")],
  ].filter(([, text]) => text);
  // Drawn again only when it says something new: somebody may be selecting text in it.
  const now = JSON.stringify(rows);
  if (list.drawn === now) return;
  list.drawn = now;
  list.replaceChildren(...rows.flatMap(([name, text]) => [make("dt", "", name), make("dd", "", text)]));
};
