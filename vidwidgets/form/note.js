// The lines under an ipywidgets text: counter, problem, hint. The label is ipywidgets' own.

function render({ model, el }) {
  const follow = follower(model);
  const counter = node("span", { className: "vw-counter" });
  const under = lines(model, el, follow);
  follow(["counter"], () => {
    counter.textContent = model.get("counter");
  });
  el.append(counter, ...under.all);
  el.classList.add("vw-note");
  whenInside(el, ".vw-field", (field) => {
    const entry = field.querySelector("textarea, input[type=text]");
    const label = field.querySelector("label");
    if (entry) {
      // only what was typed: a text that was loaded may look otherwise here (line ends) than it is
      let typed = null;
      entry.addEventListener("input", () => {
        typed = entry.value;
      });
      el.vwShown = () => (typed !== null && typed === entry.value ? [model.get("name"), "value", typed] : null);
      under.tieTo(entry);
    }
    if (label) label.title = model.get("help");
    const mark = () => field.classList.toggle("vw-wrong", Boolean(model.get("problem")));
    model.on("change:problem", mark);
    mark();
  });
}

export default { render };
