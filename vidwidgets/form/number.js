// A number as text, with a slider beside it where both bounds are known. Empty means left out.

function render({ model, el }) {
  const follow = follower(model);
  const label = labelOver(model, follow, "label");
  const entry = node("input", { type: "text", id: freshId(), className: "vw-entry", autocomplete: "off" });
  const slides = model.get("minimum") !== "";
  const row = node("div", { className: "vw-row" });
  const under = lines(model, el, follow);
  label.htmlFor = entry.id;
  entry.inputMode = "decimal";
  entry.addEventListener("input", () => say(model, "text", entry.value));
  follow(["empty"], () => {
    entry.placeholder = model.get("empty");
  });
  follow(["text"], () => {
    if (entry.value !== model.get("text")) entry.value = model.get("text");
  });
  if (slides) {
    const slider = node("input", {
      type: "range",
      min: model.get("minimum"),
      max: model.get("maximum"),
      step: model.get("step"),
    });
    slider.setAttribute("aria-labelledby", label.id);
    slider.dataset.lmSuppressShortcuts = "true";
    const take = () => say(model, "text", slider.value);
    slider.addEventListener("input", take);
    // a press on the resting thumb of an unset number sets it, though nothing has moved
    slider.addEventListener("click", () => model.get("text") === "" && take());
    follow(["text"], () => {
      const text = model.get("text").trim();
      const unset = text === "" || Number.isNaN(Number(text));
      slider.classList.toggle("vw-unset", unset);
      slider.value = unset ? model.get("start") : text;
      slider.setAttribute("aria-valuetext", text || model.get("empty"));
    });
    row.append(slider);
  }
  row.append(entry);
  if (model.get("unit")) row.append(node("span", { className: "vw-unit", textContent: model.get("unit") }));
  under.tieTo(entry);
  el.vwShown = () => [model.get("name"), "text", model.get("text")];
  el.append(label, row, ...under.all);
}

export default { render };
