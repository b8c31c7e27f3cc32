// What a person may do from the card besides Cancel, and a sentence of ours about the job.

const accepts = (action, text) => {
  if (!action.ask) return true;
  const given = text.trim();
  return action.typed ? given === action.typed : given !== "";
};

// One action: a button alone, or a labelled field with its button behind it. A form, so that Enter presses.
const buildAction = (action, act) => {
  const form = make("form", action.ask ? "vw-action vw-asking" : "vw-action");
  const button = make("button", action.typed ? "vw-act vw-grave" : "vw-act", action.label);
  const field = action.ask ? make("input", "vw-answer") : null;
  const text = () => (field ? field.value : "");
  const follow = () => {
    button.disabled = action.pressed || !accepts(action, text());
  };
  button.type = "submit";
  // the second click of a double click may meet the button again after it was refused and offered anew
  button.addEventListener("click", (event) => event.detail > 1 && event.preventDefault());
  if (field) {
    const label = make("label", "", action.ask);
    field.type = "text";
    field.autocomplete = "off";
    field.spellcheck = false;
    field.placeholder = action.placeholder;
    field.disabled = action.pressed;
    field.addEventListener("input", follow);
    label.append(field);
    form.append(label);
  }
  follow();
  form.append(button);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!button.disabled) act(action.name, text(), form);
  });
  return form;
};

const press = (view, name, text, form) => {
  const { model, parts } = view;
  if (!send(model, { kind: "act", name, text })) {
    const stopped = "Kernel stopped. Run this cell again to go on from here.";
    show(parts.said, stopped);
    parts.live.textContent = stopped;
    return;
  }
  for (const control of form.elements) control.disabled = true;
  parts.card.focus({ preventScroll: true });
};

// Only what has changed is drawn anew: somebody may be typing. An id that was refused is kept, to be mended; the words
// that confirm are not.
const drawActions = (view) => {
  const { model, parts } = view;
  const focused = parts.actions.contains(document.activeElement) ? document.activeElement : null;
  const before = view.actions;
  view.actions = new Map();
  for (const action of model.get("offered")) {
    const old = before.get(action.name);
    const drawn = JSON.stringify(action);
    if (old?.drawn === drawn) {
      view.actions.set(action.name, old);
      continue;
    }
    const form = buildAction(action, (...pressed) => press(view, ...pressed));
    const [field, typed] = [form.querySelector("input"), old?.form.querySelector("input")?.value];
    if (field && typed && !action.typed) {
      field.value = typed;
      field.dispatchEvent(new Event("input"));
    }
    view.actions.set(action.name, { drawn, form });
  }
  const forms = [...view.actions.values()].map(({ form }) => form);
  const there = [...parts.actions.children];
  if (forms.length === there.length && forms.every((form, at) => form === there[at])) return;
  parts.actions.replaceChildren(...forms);
  parts.actions.hidden = forms.length === 0;
  // taking an element out, even to put it back, takes its focus
  if (focused) (parts.actions.contains(focused) ? focused : parts.card).focus({ preventScroll: true });
};

const drawSaid = ({ model, parts }) => show(parts.said, model.get("said"));
