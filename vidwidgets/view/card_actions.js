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
  button.type = "submit";
  if (field) {
    const label = make("label", "", action.ask);
    field.type = "text";
    field.autocomplete = "off";
    field.spellcheck = false;
    field.placeholder = action.placeholder;
    label.append(field);
    form.append(label);
    const follow = () => {
      button.disabled = !accepts(action, field.value);
    };
    field.addEventListener("input", follow);
    follow();
  }
  form.append(button);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field ? field.value : "";
    if (!button.disabled && accepts(action, text)) act(action.name, text, form);
  });
  return form;
};

// Drawn anew only where something else is offered: somebody may be typing.
const drawActions = (view) => {
  const { model, parts } = view;
  const offered = model.get("offered");
  const now = JSON.stringify(offered);
  if (parts.actions.drawn === now) return;
  parts.actions.drawn = now;
  const focused = parts.actions.contains(document.activeElement);
  const act = (name, text, form) => {
    if (!send(model, { kind: "act", name, text })) return onKernel(view);
    for (const control of form.elements) control.disabled = true;
    parts.card.focus({ preventScroll: true });
  };
  parts.actions.replaceChildren(...offered.map((action) => buildAction(action, act)));
  parts.actions.hidden = offered.length === 0;
  if (focused) parts.card.focus({ preventScroll: true });
};

const drawSaid = ({ model, parts }) => show(parts.said, model.get("said"));
