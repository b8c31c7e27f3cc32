// The header of a form; and what concerns the form as a whole: how Generate is pressed.

/** A press carries what every control shows, since the last key presses may be queued behind it in a busy kernel;
 *  and there is no second press before the kernel has answered the first: it would be a second job. */
const presser = (model, root) => {
  let waiting = "";
  const show = () => {
    root.querySelector("button.vw-go")?.setAttribute("aria-busy", String(Boolean(waiting)));
    root.classList.toggle("vw-waiting", Boolean(waiting));
  };
  model.on("msg:custom", (message) => {
    if (message.kind === "pressed" && message.id === waiting) {
      waiting = "";
      show();
    }
  });
  return () => {
    if (waiting) return;
    const said = [...root.querySelectorAll(".vw-field, .vw-note, .vw-mode, .vw-count")].map((el) => el.vwShown?.());
    waiting = freshId();
    try {
      model.send({ kind: "press", id: waiting, shown: said.filter(Boolean) });
    } catch {
      waiting = ""; // the kernel is gone, and nothing was sent
    }
    show();
  };
};

function render({ model, el }) {
  const follow = follower(model);
  const title = node("h3");
  const kind = node("span", { className: "vw-sub" });
  const chip = node("span");
  const notes = node("div", { className: "vw-notes" });
  follow(["title", "kind"], () => {
    title.textContent = model.get("title");
    kind.textContent = model.get("kind");
  });
  follow(["connection", "sandbox"], () => {
    chip.textContent = model.get("connection");
    chip.className = model.get("sandbox") ? "vw-chip vw-sandbox" : "vw-chip";
    chip.hidden = !model.get("connection");
  });
  follow(["notes"], () => {
    notes.replaceChildren(...model.get("notes").map((text) => node("p", { textContent: text })));
    notes.hidden = !model.get("notes").length;
  });
  const gone = node("p", { className: "vw-gone" });
  gone.setAttribute("role", "status");
  model.on("comm_live_update", () => {
    // a kernel that is there again has no such form: only its cell can make it anew
    gone.textContent = "Kernel stopped. Run this cell again to use the form; what was sent goes on.";
    el.closest(".vw-form")?.classList.add("vw-stopped");
  });
  el.append(title, kind, chip, notes, gone);
  whenInside(el, ".vw-form", (root) => {
    if (root.dataset.vwKeys) return;
    root.dataset.vwKeys = "bound";
    root.setAttribute("role", "form");
    root.setAttribute("aria-label", `${model.get("title")}, ${model.get("kind")}`);
    listenForPress(root, presser(model, root));
    listenForEscape(root);
    model.on("msg:custom", (message) => {
      if (message.kind !== "focus") return;
      const first = root.querySelector(".vw-field textarea, .vw-field input[type=text]");
      root.scrollIntoView({ block: "nearest" });
      first?.focus({ preventScroll: true });
    });
  });
}

export default { render };
