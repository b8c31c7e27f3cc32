// A line that folds away what comes after it (the style sheet does the folding).

function render({ model, el }) {
  const button = document.createElement("button");
  button.type = "button";
  const follow = () => {
    const unfolded = model.get("unfolded");
    button.textContent = model.get("label");
    button.setAttribute("aria-expanded", String(unfolded));
    el.dataset.unfolded = String(unfolded);
  };
  button.addEventListener("click", () => {
    model.set("unfolded", !model.get("unfolded"));
    model.save_changes();
    follow();
  });
  model.on("change:label", follow);
  model.on("change:unfolded", follow);
  follow();
  el.append(button);
}

export default { render };
