// Picks one of many: a line to type into, and under it the list of what matches; and, beside it, the connection.

let made = 0;

const node = (tag, traits = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), traits);
  element.append(...children);
  return element;
};

/** Every word that was typed is somewhere in the entry. */
const matching = (entries, typed) => {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => words.every((word) => entry.words.includes(word)));
};

const drawList = (view) => {
  const { model, input, list, id } = view;
  const chosen = model.get("chosen");
  view.found = matching(model.get("entries"), view.typing ? input.value : "");
  view.at = Math.min(Math.max(view.at, 0), view.found.length - 1);
  list.replaceChildren(
    ...view.found.map((entry, at) => {
      const item = node("li", { id: `${id}-${at}` }, node("b", { textContent: entry.title }), ` ${entry.about}`);
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(entry.id === chosen));
      item.classList.toggle("vw-here", at === view.at);
      item.addEventListener("pointerdown", (event) => event.preventDefault());
      item.addEventListener("click", () => choose(view, entry.id));
      return item;
    }),
  );
  view.count.textContent = view.open ? `${view.found.length} of ${model.get("entries").length} models` : "";
  list.hidden = !view.open || !view.found.length;
  input.setAttribute("aria-expanded", String(!list.hidden));
  if (list.hidden) input.removeAttribute("aria-activedescendant");
  else input.setAttribute("aria-activedescendant", `${id}-${view.at}`);
  list.children[view.at]?.scrollIntoView({ block: "nearest" });
};

const showChosen = (view) => {
  const entry = view.model.get("entries").find((one) => one.id === view.model.get("chosen"));
  view.input.value = entry ? `${entry.title}, ${entry.kind}` : "";
};

const close = (view) => {
  Object.assign(view, { open: false, typing: false });
  showChosen(view);
  drawList(view);
};

const choose = (view, id) => {
  view.model.set("chosen", id);
  view.model.save_changes();
  close(view);
};

const onKey = (view, event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    view.at = view.open ? (view.at + step + view.found.length) % (view.found.length || 1) : view.at;
    view.open = true;
  } else if (event.key === "Enter" && view.open && view.found[view.at]) choose(view, view.found[view.at].id);
  else if (event.key === "Escape" && view.open) close(view);
  else return;
  event.preventDefault();
  event.stopPropagation();
  drawList(view);
};

const connectionList = (model) => {
  const select = node("select", { className: "vw-via" });
  select.setAttribute("aria-label", "Connection");
  const draw = () => {
    select.replaceChildren(
      ...model.get("connections").map(([name, words]) => node("option", { value: name, textContent: words })),
    );
    select.value = model.get("connection");
  };
  select.addEventListener("change", () => {
    model.set("connection", select.value);
    model.save_changes();
  });
  model.on("change:connections", draw);
  model.on("change:connection", draw);
  draw();
  return select;
};

function render({ model, el }) {
  const id = `vw-pick-${(made += 1)}`;
  const input = node("input", { type: "text", className: "vw-pick", placeholder: "Search models", autocomplete: "off" });
  const list = node("ul", { id: `${id}-list`, className: "vw-found" });
  const count = node("span", { className: "vw-count" });
  const view = { model, input, list, count, id, found: [], at: 0, open: false, typing: false };
  for (const [name, value] of Object.entries({ role: "combobox", "aria-label": "Model", "aria-autocomplete": "list" }))
    input.setAttribute(name, value);
  input.setAttribute("aria-controls", list.id);
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Models");
  count.setAttribute("role", "status");
  input.addEventListener("input", () => {
    Object.assign(view, { open: true, typing: true, at: 0 });
    drawList(view);
  });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("click", () => {
    view.open = true;
    drawList(view);
  });
  input.addEventListener("blur", () => close(view));
  input.addEventListener("keydown", (event) => onKey(view, event));
  model.on("change:entries", () => drawList(view));
  model.on("change:chosen", () => close(view));
  el.classList.add("vw-picker");
  el.dataset.lmSuppressShortcuts = "true"; // arrow keys are ours, not JupyterLab's
  el.append(node("div", { className: "vw-pick-box" }, input, list), connectionList(model), count);
  close(view);
}

export default { render };
