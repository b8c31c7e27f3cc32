// A question before something is sent: what it is about, a button for yes, and No, which has the focus.

// Back to Generate: the kernel has to enable it first, and by then the person may have gone on to something else.
const focusBack = (el) => {
  const go = el.closest(".vw-form")?.querySelector("button.vw-go");
  if (!go) return;
  const focus = () => {
    if (go.disabled) return false;
    if (document.activeElement === document.body) go.focus({ preventScroll: true });
    return true;
  };
  if (focus()) return;
  const watch = new MutationObserver(() => focus() && watch.disconnect());
  watch.observe(go, { attributes: true, attributeFilter: ["disabled"] });
};

const asking = (model, el, follow) => {
  const text = node("p");
  const yes = node("button", { type: "button", className: "vw-yes" });
  const no = node("button", { type: "button", className: "vw-no", textContent: "No" });
  const strip = node("div", { className: "vw-question" }, text, node("div", { className: "vw-answers" }, no, yes));
  text.id = `vw-question-${freshId()}`;
  strip.setAttribute("role", "alertdialog");
  strip.setAttribute("aria-labelledby", text.id);
  let answered = false;
  const answer = (said) => {
    if (answered) return;
    answered = true;
    try {
      model.send({ kind: "answer", yes: said, question: model.get("question") });
    } catch {
      // the kernel is gone, and nothing is sent
    }
    strip.hidden = true;
    focusBack(el);
  };
  yes.addEventListener("click", (event) => event.detail < 2 && answer(true));
  no.addEventListener("click", () => answer(false));
  strip.addEventListener("keydown", (event) => {
    // a key still held down from Generate must not answer
    if (event.repeat && (event.key === "Enter" || event.key === " ")) event.preventDefault();
  });
  whenInside(el, ".vw-form", (root) => {
    root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || strip.hidden) return;
      event.preventDefault();
      event.stopPropagation();
      answer(false);
    });
  });
  follow(["question", "yes"], () => {
    text.textContent = model.get("question");
    yes.textContent = model.get("yes");
    const shown = Boolean(model.get("question"));
    answered = !shown;
    if (shown && strip.hidden) requestAnimationFrame(() => no.focus({ preventScroll: true }));
    strip.hidden = !shown;
  });
  return strip;
};
