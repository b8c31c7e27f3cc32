// How many clips one press makes: a number with a step down and a step up.

function render({ model, el }) {
  const follow = follower(model);
  const id = freshId();
  const entry = node("input", { type: "number", id, className: "vw-entry", min: "1", step: "1" });
  const label = node("label", { htmlFor: id, textContent: "Clips" });
  const help = node("span", { className: "vw-unseen", id: `${id}-help` });
  const bounded = (number) => Math.min(Math.max(Math.trunc(number) || 1, 1), model.get("most"));
  const shown = () => bounded(Number(entry.value));
  const take = (number) => {
    entry.value = String(bounded(number));
    say(model, "count", bounded(number));
  };
  const step = (text, by, name) => {
    const button = node("button", { type: "button", className: "vw-step", textContent: text });
    button.setAttribute("aria-label", name);
    button.tabIndex = -1; // the arrow keys of the number do the same
    button.addEventListener("click", () => take(shown() + by));
    return button;
  };
  const [fewer, more] = [step("−", -1, "Fewer clips"), step("+", 1, "More clips")];
  entry.setAttribute("aria-describedby", help.id);
  entry.addEventListener("input", () => entry.value && say(model, "count", shown()));
  entry.addEventListener("change", () => take(shown()));
  follow(["count", "most"], () => {
    entry.max = String(model.get("most"));
    // not while a number is being typed: an emptied entry is on its way to another one
    if (shown() !== model.get("count")) entry.value = String(model.get("count"));
    if (!entry.value && document.activeElement !== entry) entry.value = String(model.get("count"));
    fewer.disabled = model.get("count") <= 1;
    more.disabled = model.get("count") >= model.get("most");
  });
  follow(["help"], () => {
    help.textContent = model.get("help");
    el.dataset.help = model.get("help");
  });
  el.vwShown = () => ["", "count", model.get("count")];
  el.append(label, fewer, entry, more, help);
}

export default { render };
