// A closed list: radio buttons drawn as segments, or a native list. A struck option can still be chosen.

const OUT = " (not with the rest)";

const segments = (model, group, label, follow) => {
  const buttons = () => [...group.querySelectorAll("button")];
  const choose = (at) => {
    say(model, "chosen", at);
    buttons()[at]?.focus();
  };
  const draw = () => {
    group.replaceChildren(
      ...model.get("options").map((word, at) => {
        const button = node("button", { type: "button", textContent: word });
        button.setAttribute("role", "radio");
        button.addEventListener("click", () => choose(at));
        return button;
      }),
    );
    const foreign = model.get("foreign");
    if (foreign) group.append(node("span", { className: "vw-foreign", textContent: foreign }));
  };
  const mark = () => {
    const chosen = model.get("chosen");
    const reasons = model.get("reasons");
    const absent = new Set(model.get("absent"));
    buttons().forEach((button, at) => {
      button.hidden = absent.has(at) && at !== chosen;
      const why = reasons[at] ?? "";
      button.setAttribute("aria-checked", String(at === chosen));
      button.classList.toggle("vw-out", Boolean(why));
      button.title = why; // a screen reader takes it for the description
    });
    const inTabOrder = buttons()[chosen] ?? buttons().find((button) => !button.hidden);
    for (const button of buttons()) button.tabIndex = button === inTabOrder ? 0 : -1;
  };
  group.setAttribute("role", "radiogroup");
  group.setAttribute("aria-labelledby", label.id);
  // JupyterLab would take the arrow keys for moving between cells
  group.dataset.lmSuppressShortcuts = "true";
  group.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const drawn = buttons().filter((button) => !button.hidden);
    const here = Math.max(drawn.indexOf(document.activeElement), 0);
    choose(buttons().indexOf(drawn[(here + step + drawn.length) % drawn.length]));
  });
  follow(["options", "foreign"], draw);
  follow(["options", "foreign", "chosen", "reasons", "absent"], mark);
};

const list = (model, select, label, follow) => {
  const draw = () => {
    const reasons = model.get("reasons");
    const absent = new Set(model.get("absent"));
    const options = model.get("options").flatMap((word, at) => {
      if (absent.has(at) && at !== model.get("chosen")) return [];
      const why = reasons[at];
      return [node("option", { value: String(at), textContent: why ? word + OUT : word, title: why ?? "" })];
    });
    if (model.get("chosen") < 0) {
      const foreign = model.get("foreign");
      options.unshift(node("option", { value: "-1", textContent: foreign || "choose…", disabled: true }));
    }
    select.replaceChildren(...options);
    select.value = String(model.get("chosen"));
  };
  select.id = freshId();
  label.htmlFor = select.id;
  select.addEventListener("change", () => say(model, "chosen", Number(select.value)));
  follow(["options", "foreign", "chosen", "reasons", "absent"], draw);
};

function render({ model, el }) {
  const follow = follower(model);
  const asSegments = model.get("look") === "segments";
  const label = labelOver(model, follow, asSegments ? "div" : "label");
  const control = node(asSegments ? "div" : "select", { className: asSegments ? "vw-seg" : "vw-list" });
  const under = lines(model, el, follow);
  (asSegments ? segments : list)(model, control, label, follow);
  under.tieTo(control);
  el.vwShown = () => [model.get("name"), "chosen", model.get("chosen")];
  el.append(label, control, ...under.all);
}

export default { render };
