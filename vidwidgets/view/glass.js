// The glass box: what happened to a job. It is asked of the kernel when somebody opens it, and again while it is open.

const AGAIN_MS = 2000; // between two questions while the job goes on
const LOST_MS = 10_000; // an answer that has not come by then will not come
const NOTHING = "Nothing is recorded here. Requests and replies are kept only in the kernel that made them, while it runs.";

const clockTime = (seconds) => new Date(seconds * 1000).toLocaleTimeString(undefined, { hour12: false });

const isShown = ({ glass }) => !glass.box.hidden;

const askGlass = (view) => {
  const { glass, model } = view;
  const now = performance.now();
  if (!isShown(view) || (glass.askedAt && now - glass.askedAt < LOST_MS)) return;
  glass.askedAt = now;
  if (send(model, { kind: "glass", since: glass.change, transfer: glass.transfer })) return;
  glass.askedAt = 0;
  if (!glass.records.size) show(glass.note, "Kernel stopped: what happened can no longer be asked for.");
};

// Called every second while the job goes on.
const tickGlass = (view) => {
  if (performance.now() - view.glass.heardAt > AGAIN_MS) askGlass(view);
};

const copied = async (button, text) => {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // no clipboard on plain http: by the old way
    const field = make("textarea");
    field.value = text;
    button.after(field);
    field.select();
    const done = document.execCommand("copy");
    if (!done) return show(button, "Copy it from here:");
    field.remove();
    button.focus({ preventScroll: true });
  }
  show(button, "Copied");
  setTimeout(() => show(button, label), 1500);
};

const copyButton = (label, text) => {
  const button = make("button", "vw-quiet vw-copy", label);
  button.type = "button";
  button.addEventListener("click", () => copied(button, text()));
  return button;
};

const drawSpans = ({ glass }, spans) => {
  const rows = spans.map((span) => {
    const row = make("li", span.goes_on ? "vw-span vw-goes-on" : "vw-span");
    const track = make("i");
    track.dataset.name = span.name;
    track.style.setProperty("--from", `${span.from * 100}%`);
    track.style.setProperty("--share", `${span.share * 100}%`);
    track.setAttribute("aria-hidden", "true");
    row.append(make("span", "vw-span-label", span.label), track, make("span", "vw-span-took", span.took));
    return row;
  });
  glass.spans.replaceChildren(...rows);
};

// A text that can be long: it scrolls by itself, so the keyboard must reach it.
const makeText = (name, text) => {
  const box = make("pre", name, text);
  box.tabIndex = 0;
  return box;
};

const drawMessage = (title, headers, body, note) => {
  const box = make("div", "vw-message-box");
  box.append(make("h4", "", title));
  const lines = headers.map(([name, value]) => `${name}: ${value}`).join("\n");
  if (lines) box.append(makeText("vw-headers", lines));
  if (body) box.append(makeText("vw-body-text", body));
  if (note) box.append(make("p", "vw-kept", note));
  return box;
};

// What is inside of an opened exchange; user and provider text goes through textContent only.
const drawInside = (inside, told) => {
  const { record } = told;
  const request = drawMessage(`${record.method} ${record.url}`, record.request_headers, record.request_body, told.request_note);
  const reply = record.status ? drawMessage(`${record.status}`, record.reply_headers, record.reply_body, told.reply_note) : "";
  const raw = make("details", "vw-raw");
  raw.append(make("summary", "", "As JSON"), makeText("", JSON.stringify(record, null, 2)));
  const buttons = make("div", "vw-copies");
  buttons.append(
    copyButton("Copy as curl", () => told.curl),
    copyButton("Copy as JSON", () => JSON.stringify(record, null, 2)),
  );
  inside.replaceChildren(request, reply, buttons, raw);
};

const statusOf = ({ record }) => {
  if (record.status) return `${record.status}`;
  return record.duration_seconds === null ? "…" : "no reply";
};

const drawExchange = (item, told) => {
  const { record } = told;
  const wrong = record.error || record.status >= 400;
  const cells = [
    ["vw-at", clockTime(record.started_at)],
    ["vw-method", record.method],
    ["vw-place", told.place],
    [wrong ? "vw-code vw-wrong" : "vw-code", statusOf(told)],
    ["vw-took", told.took],
  ];
  item.line.replaceChildren(...cells.map(([name, text]) => make("span", name, text)));
  const said = record.decision || record.error;
  item.decision.replaceChildren(make("span", "vw-what", told.what), said ? ` ${said}` : "");
  if (item.details.open) drawInside(item.inside, told);
};

const buildExchange = (glass, number) => {
  const item = {
    node: make("li", "vw-exchange"),
    details: make("details"),
    line: make("summary"),
    inside: make("div", "vw-inside"),
    decision: make("p", "vw-decision"),
  };
  item.details.append(item.line, item.inside);
  item.node.append(item.details, item.decision);
  item.decision.dir = "auto";
  item.details.addEventListener("toggle", () => {
    if (item.details.open) drawInside(item.inside, glass.records.get(number));
    else item.inside.replaceChildren();
  });
  return item;
};

const drawGap = (left) => make("li", "vw-gap", `${left} more ${left === 1 ? "request" : "requests"} here: only the first and the latest are kept.`);

// Only what has changed is drawn anew: somebody may be reading, or selecting text.
const drawExchanges = ({ glass }, changed) => {
  for (const told of changed) {
    const { number } = told.record;
    if (!glass.items.has(number)) glass.items.set(number, buildExchange(glass, number));
    drawExchange(glass.items.get(number), told);
  }
  const numbers = [...glass.records.keys()].sort((a, b) => a - b);
  const nodes = [];
  numbers.forEach((number, at) => {
    const left = at ? number - numbers[at - 1] - 1 : 0;
    if (left) nodes.push(drawGap(left));
    nodes.push(glass.items.get(number).node);
  });
  const there = [...glass.list.children].filter((node) => !node.classList.contains("vw-gap"));
  const wanted = nodes.filter((node) => !node.classList.contains("vw-gap"));
  const same = there.length === wanted.length && wanted.every((node, at) => node === there[at]);
  if (!same) glass.list.replaceChildren(...nodes);
};

const onGlass = (view, message) => {
  const { glass } = view;
  if (message.kind !== "glass" || message.transfer !== glass.transfer) return;
  Object.assign(glass, { askedAt: 0, heardAt: performance.now(), change: message.change });
  for (const told of message.exchanges) glass.records.set(told.record.number, told);
  const kept = new Set(message.numbers);
  for (const number of [...glass.records.keys()]) {
    if (kept.has(number)) continue;
    glass.records.delete(number);
    glass.items.delete(number);
  }
  drawSpans(view, message.spans);
  drawExchanges(view, message.exchanges.filter(({ record }) => kept.has(record.number)));
  const made = Math.max(0, ...kept);
  show(glass.count, made ? `${made} ${made === 1 ? "request" : "requests"}` : "");
  glass.all.hidden = !made;
  show(glass.note, made ? "" : NOTHING);
};

const openGlass = (view) => {
  const { box, button } = view.glass;
  box.hidden = !box.hidden;
  button.setAttribute("aria-expanded", String(!box.hidden));
  askGlass(view);
};

const addGlass = (view) => {
  const { parts, model } = view;
  const glass = {
    button: make("button", "vw-quiet vw-see", "What happened"),
    box: make("section", "vw-glass"),
    spans: make("ol", "vw-spans"),
    head: make("div", "vw-glass-head"),
    count: make("span", "vw-count"),
    note: make("p", "vw-kept"),
    list: make("ol", "vw-exchanges"),
    records: new Map(),
    items: new Map(),
    change: 0,
    askedAt: 0,
    heardAt: 0,
    transfer: Math.random().toString(36).slice(2),
  };
  view.glass = glass;
  glass.all = copyButton("Copy all as JSON", () => JSON.stringify([...glass.records.values()].map(({ record }) => record), null, 2));
  glass.button.type = "button";
  glass.button.setAttribute("aria-expanded", "false");
  glass.box.setAttribute("aria-label", "What happened");
  glass.box.hidden = glass.note.hidden = glass.all.hidden = true;
  glass.button.addEventListener("click", () => openGlass(view));
  glass.box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    openGlass(view);
    glass.button.focus({ preventScroll: true });
  });
  glass.head.append(glass.count, glass.all);
  glass.box.append(glass.spans, glass.head, glass.list, glass.note);
  parts.more.before(glass.button);
  parts.details.before(glass.box);
  model.on("msg:custom", (message) => onGlass(view, message));
};
