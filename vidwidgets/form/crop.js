// The frame over a picture: what a crop would keep. It has room along one axis; where it stands is `at`, from 0 to 1.

const FRAME_STEP = 0.02;
const FRAME_LEAP = 0.1;

/** The share of the frame's room by which a key moves it; null for any other key. */
const frameKey = (key, shift) => {
  const step = shift ? FRAME_LEAP : FRAME_STEP;
  const moves = { ArrowLeft: -step, ArrowUp: -step, ArrowRight: step, ArrowDown: step };
  const leaps = { PageUp: -FRAME_LEAP, PageDown: FRAME_LEAP, Home: -1, End: 1 };
  return moves[key] ?? leaps[key] ?? null;
};

const within = (at) => Math.min(1, Math.max(0, at));

/** Drags the frame with whatever pointer there is; `place()` gives where it stands and how many pixels it has room. */
const draggable = (frame, place, move) => {
  let from = null;
  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    frame.focus({ preventScroll: true });
    frame.setPointerCapture(event.pointerId);
    from = { x: event.clientX, y: event.clientY, ...place() };
  });
  frame.addEventListener("pointermove", (event) => {
    if (!from || !from.room) return;
    const moved = from.axis === "x" ? event.clientX - from.x : event.clientY - from.y;
    move(from.at + moved / from.room);
  });
  for (const name of ["pointerup", "pointercancel"]) frame.addEventListener(name, () => (from = null));
};

/** The sheet that lies exactly over the picture, with the frame in it; `chosen()` is the frame of the kernel or null. */
const cropFrame = (model, follow, chosen) => {
  const [before, after] = [node("i"), node("i")];
  const frame = node("div", { className: "vw-frame", tabIndex: 0 });
  const sheet = node("div", { className: "vw-sheet", hidden: true }, before, frame, after);
  let at = 0.5;
  frame.setAttribute("role", "slider");
  frame.setAttribute("aria-valuemin", "0");
  frame.setAttribute("aria-valuemax", "100");
  const say = (one) => {
    const [width, height] = model.get("pixels");
    const across = one.axis === "x";
    const whole = across ? width : height;
    const kept = Math.round(whole * one.share);
    const start = Math.round((whole - kept) * at);
    frame.setAttribute("aria-label", `Crop frame ${one.ratio}: ${model.get("label")}`);
    frame.setAttribute("aria-orientation", across ? "horizontal" : "vertical");
    frame.setAttribute("aria-valuenow", String(Math.round(at * 100)));
    const edge = across ? "left" : "top";
    frame.setAttribute("aria-valuetext", `keeps ${kept} of ${whole} pixels, from ${start} at the ${edge}`);
  };
  const draw = () => {
    const one = chosen();
    sheet.hidden = !one;
    if (!one) return;
    sheet.dataset.axis = one.axis;
    before.style.flexGrow = String((1 - one.share) * at);
    frame.style.flexGrow = String(one.share);
    after.style.flexGrow = String((1 - one.share) * (1 - at));
    say(one);
  };
  const move = (where) => {
    at = within(where);
    draw();
  };
  draggable(frame, () => {
    const { axis, share } = chosen();
    const box = sheet.getBoundingClientRect();
    return { at, axis, room: (axis === "x" ? box.width : box.height) * (1 - share) };
  }, move);
  frame.addEventListener("keydown", (event) => {
    const by = event.ctrlKey || event.metaKey || event.altKey ? null : frameKey(event.key, event.shiftKey);
    if (by === null) return;
    event.preventDefault();
    event.stopPropagation();
    move(at + by);
  });
  let shown = "";
  follow(["about"], () => {
    if (shown !== model.get("about")) at = 0.5;
    shown = model.get("about");
    draw();
  });
  follow(["frames", "framed", "pixels"], draw);
  return { sheet, draw, at: () => at };
};
