// A question before something is sent: what it is about, a button for yes, and No, which has the focus.

const asking = (model, el, follow) => {
  const text = node("p");
  const yes = node("button", { type: "button", className: "vw-yes" });
  const no = node("button", { type: "button", className: "vw-no", textContent: "No" });
  const strip = node("div", { className: "vw-question" }, text, no, yes);
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
    el.closest(".vw-form")?.querySelector("button.vw-go")?.focus({ preventScroll: true });
  };
  yes.addEventListener("click", (event) => event.detail < 2 && answer(true));
  no.addEventListener("click", () => answer(false));
  strip.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    answer(false);
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
