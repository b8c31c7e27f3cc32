// What the controls share: making elements from text (never from HTML), and the lines around a control.

const node = (tag, traits = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), traits);
  made.append(...children);
  return made;
};

const freshId = () => `vw-${Math.random().toString(36).slice(2)}`;

/** Calls `act` with the form's root (or the nearest field) once the element has been put into the page. */
const whenInside = (el, selector, act) => {
  const tries = { left: 300 };
  const look = () => {
    const found = el.closest(selector);
    if (found) act(found);
    else if (tries.left-- > 0) requestAnimationFrame(look);
  };
  look();
};

/** Keeps one view's listeners together: `follow(["text"], act)` acts now and on every change. */
const follower = (model) => (names, act) => {
  for (const name of names) model.on(`change:${name}`, act);
  act();
};

/** The lines under a control, tied to it for screen readers. */
const lines = (model, el, follow) => {
  const id = freshId();
  const help = node("span", { className: "vw-unseen", id: `${id}-help` });
  const problem = node("div", { className: "vw-why vw-bad", id: `${id}-problem` });
  const hint = node("div", { className: "vw-why", id: `${id}-hint` });
  problem.setAttribute("role", "status");
  let control = null;
  const tie = () => {
    const wrong = model.get("problem");
    el.classList.toggle("vw-wrong", Boolean(wrong));
    if (!control) return;
    control.setAttribute("aria-describedby", `${help.id} ${problem.id} ${hint.id}`);
    control.setAttribute("aria-invalid", String(Boolean(wrong)));
    if (model.get("needed")) control.setAttribute("aria-required", "true");
  };
  follow(["help"], () => {
    help.textContent = model.get("help");
    el.dataset.help = model.get("help");
  });
  follow(["problem"], () => {
    problem.textContent = model.get("problem");
    problem.hidden = !model.get("problem");
    tie();
  });
  follow(["hint"], () => {
    hint.textContent = model.get("hint");
    hint.hidden = !model.get("hint");
  });
  if (model.get("tucked") !== undefined)
    follow(["tucked"], () => el.classList.toggle("vw-hidden", model.get("tucked")));
  return {
    all: [help, problem, hint],
    tieTo(element) {
      control = element;
      tie();
    },
  };
};

/** The label over a control. */
const labelOver = (model, follow, tag) => {
  const label = node(tag, { className: "vw-label", id: freshId() });
  follow(["label", "help"], () => {
    label.textContent = model.get("label");
    label.title = model.get("help");
  });
  return label;
};

const say = (model, name, value) => {
  model.set(name, value);
  model.save_changes();
};
