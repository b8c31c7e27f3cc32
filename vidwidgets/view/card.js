// The live card of one job. card.py tells it `about` (once) and `status` (now and then), every text already worded;
// it draws them, counts the seconds between two updates, and hears when the kernel stops.

const lastKnown = (status, about) =>
  `Last known state: ${status.headline}. It goes on without the kernel: vw.job("${about.job_id}") takes it up again.`;

const drawPicture = (view) => {
  view.pictureAddress = imageAddress(view.model.get("picture"));
  view.parts.stage.replaceChildren(...(view.pictureAddress ? [imageOf(view.pictureAddress)] : []));
};

// What changes with the kind of state only: above all the words for the screen reader.
const drawKind = (view, status) => {
  if (view.kind === status.kind) return;
  const { parts, about } = view;
  view.kind = status.kind;
  parts.card.dataset.kind = status.kind;
  parts.card.dataset.tone = status.tone;
  parts.live.textContent = `${about.title}: ${status.headline}`;
  if (!status.clip) return;
  drawResult(parts, about, status.clip);
  drawPlayer(view, status.clip);
};

const drawTimes = (view) => {
  const status = view.model.get("status");
  const since = view.running ? performance.now() / 1000 - view.toldAt : 0;
  view.parts.elapsed.textContent = clockText(status.elapsed_seconds + since);
  const bar = view.parts.steps;
  // one more for a job that has waited in the queue on this machine
  while (bar.children.length < status.steps.length) bar.append(buildStep());
  status.steps.forEach((step, index) => drawStep(bar.children[index], step, (step.seconds ?? 0) + since));
};

const draw = (view) => {
  const { model, parts, about } = view;
  const status = model.get("status");
  const dead = view.dead && !status.ended;
  const pressed = view.pressed || status.cancel_asked;
  drawKind(view, status);
  parts.card.classList.toggle("vw-dead", dead);
  show(parts.state, dead ? "Kernel stopped" : status.headline);
  drawSaid(view);
  drawActions(view);
  drawProblem(parts, dead ? { ...status, message: lastKnown(status, about) } : status);
  drawLine(parts, about, status, { pressed, dead });
  drawDetails(parts.details, about, status, model.get("log_lines"));
  drawTimes(view);
};

const onStatus = (view) => {
  view.dead = false;
  const { ended, cancels_failed: failed } = view.model.get("status");
  // A cancellation that did not get through, or an end that goes on again, brings Cancel back. Not any status: a busy
  // kernel sends some before it has heard the press.
  if (ended || failed !== view.failed) view.pressed = false;
  view.failed = failed;
  view.running = !ended;
  view.toldAt = performance.now() / 1000;
  draw(view);
};

// The kernel has gone, or one is there again: if so, its answer to "hello" brings the card back to life.
const onKernel = (view) => {
  const status = view.model.get("status");
  view.dead = true;
  view.running = false;
  if (!status.ended) view.parts.live.textContent = `${view.about.title}: kernel stopped. ${lastKnown(status, view.about)}`;
  draw(view);
  send(view.model, { kind: "hello" });
};

const onCancel = (view) => {
  view.pressed = send(view.model, { kind: "cancel" });
  if (view.pressed) draw(view);
  else onKernel(view);
};

const render = (model, el, bytes) => {
  const about = model.get("about");
  const failed = model.get("status").cancels_failed;
  const start = { kind: "", dead: false, pressed: false, failed, running: false, toldAt: 0 };
  const view = { model, about, bytes, parts: buildCard(about), actions: new Map(), ...start };
  drawPicture(view);
  el.replaceChildren(view.parts.card);
  model.on("change:status", () => onStatus(view));
  model.on("change:said", () => {
    drawSaid(view);
    view.parts.live.textContent = model.get("said");
  });
  model.on("change:offered", () => drawActions(view));
  model.on("comm_live_update", () => onKernel(view));
  view.parts.cancel.addEventListener("click", () => onCancel(view));
  view.parts.more.addEventListener("click", () => openDetails(view.parts));
  listenForEscape(view.parts);
  const ticking = setInterval(() => view.running && drawTimes(view), 1000);
  draw(view);
  // The page may have been opened anew: its status is the last one, but not how long ago that was.
  send(model, { kind: "hello" });
  return () => {
    clearInterval(ticking);
    view.unwatch?.();
    for (const address of [view.pictureAddress, view.posterAddress]) URL.revokeObjectURL(address);
  };
};

// A function, so that all views of one job share what was fetched for it.
export default () => {
  let bytes;
  return {
    initialize({ model }) {
      bytes = clipBytes(model);
    },
    render: ({ model, el }) => render(model, el, bytes),
  };
};
