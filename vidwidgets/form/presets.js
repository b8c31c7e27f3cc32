// Names for what a form says: a line that unfolds to them. Everything is a button, so that the keyboard reaches it.

const button = (className, text, name, act) => {
  const made = node("button", { type: "button", className, textContent: text });
  if (name) made.setAttribute("aria-label", name);
  if (name) made.title = name;
  made.addEventListener("click", act);
  return made;
};

// A field and a button that give the values a name.
const naming = (tell) => {
  const name = node("input", { type: "text", id: freshId(), className: "vw-entry", maxLength: 60, autocomplete: "off" });
  const label = node("label", { htmlFor: name.id, textContent: "Name these values" });
  const save = button("vw-tool", "Save", "", () => {
    tell("save", name.value);
    name.value = "";
    name.focus();
  });
  name.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    save.click();
  });
  return node("div", { className: "vw-naming" }, label, name, save);
};

// One preset: its name loads it, the star has new forms begin with it, the cross deletes it.
const row = (preset, isDefault, tell) => {
  const star = button("vw-icon", isDefault ? "★" : "☆", `Begin new forms with ${preset}`, () =>
    tell("default", isDefault ? "" : preset),
  );
  star.setAttribute("aria-pressed", String(isDefault));
  const load = button("vw-name", preset, "", () => tell("load", preset));
  return node("li", {}, load, star, button("vw-icon", "×", `Delete ${preset}`, () => tell("delete", preset)));
};

function render({ model, el }) {
  const follow = follower(model);
  const said = node("p", { className: "vw-told" });
  said.setAttribute("role", "status");
  const tell = (kind, name) => {
    try {
      model.send({ kind, name });
    } catch {
      said.hidden = false;
      said.textContent = "Kernel stopped. Run this cell again.";
    }
  };
  const strip = node("div", { className: "vw-strip", id: freshId(), hidden: true });
  const unfold = (open) => {
    strip.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    (open ? strip.querySelector("button, input") : opener).focus({ preventScroll: true });
  };
  const opener = button("vw-tool", "Presets", "", () => unfold(strip.hidden));
  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-controls", strip.id);
  const list = node("ul", { className: "vw-names" });
  strip.append(list, naming(tell), said);
  follow(["names", "default", "recalled"], () => {
    const inside = list.contains(document.activeElement);
    const start = node("li", {}, button("vw-name vw-start", "As the code says", "", () => tell("start", "")));
    const rows = model.get("names").map((preset) => row(preset, preset === model.get("default"), tell));
    list.replaceChildren(...(model.get("recalled") ? [start] : []), ...rows);
    list.hidden = !list.children.length;
    if (inside) strip.querySelector("button, input").focus({ preventScroll: true });
  });
  follow(["said"], () => {
    said.textContent = model.get("said");
    said.hidden = !model.get("said");
  });
  el.append(opener, strip);
}

export default { render };
