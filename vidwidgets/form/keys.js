// The keys of a form as a whole: Ctrl+Enter (Cmd+Enter) generates, Escape goes one step out and, at last, back to the notebook.

/** Clicks and Ctrl+Enter press; the second click of a double click and a held key do not. */
const listenForPress = (root, press) => {
  root.addEventListener(
    "click",
    (event) => {
      if (!event.target.closest(".vw-go")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.detail < 2) press();
    },
    true,
  );
  root.addEventListener(
    "keydown",
    (event) => {
      const onButton = event.target.closest(".vw-go");
      if (onButton && event.repeat) event.preventDefault();
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) press();
    },
    true,
  );
  // else JupyterLab takes Ctrl+Enter for "run this cell", which would make the form anew
  root.dataset.lmSuppressShortcuts = "true";
};

/** The button that closes what the focus is in: the fold's, or any that says `aria-controls` and is expanded. */
const closerOf = (target, root) => {
  const own = target.closest("button[aria-expanded='true']");
  if (own) return own;
  for (let at = target; at && at !== root; at = at.parentElement) {
    const fold = at.matches(".vw-more") ? at.previousElementSibling?.querySelector("button[aria-expanded='true']") : null;
    const button = fold ?? (at.id && root.querySelector(`button[aria-controls~="${CSS.escape(at.id)}"][aria-expanded='true']`));
    if (button) return button;
  }
  return null;
};

/** Out of the form: to the notebook's cell, whose command mode takes the next key; where there is none, just out. */
const leave = (root) => {
  const cell = root.closest(".jp-Cell");
  document.activeElement?.blur();
  if (!cell) return;
  if (!cell.hasAttribute("tabindex")) cell.tabIndex = -1;
  cell.focus({ preventScroll: true });
};

/** One step out: an open question is answered with no, an open fold closes, else the form is left. Nothing is emptied. */
const stepOut = (event, root) => {
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
  event.preventDefault();
  event.stopPropagation();
  const no = root.querySelector(".vw-question:not([hidden]) .vw-no");
  if (no) return no.click();
  const closer = closerOf(event.target, root);
  if (!closer) return leave(root);
  closer.click();
  closer.focus();
};

const listenForEscape = (root) => {
  // whatever in the form has an Escape of its own comes first; but ipywidgets' texts let no key out
  root.addEventListener("keydown", (event) => stepOut(event, root));
  root.addEventListener("keydown", (event) => event.target.closest(".widget-text, .widget-textarea") && stepOut(event, root), true);
};
