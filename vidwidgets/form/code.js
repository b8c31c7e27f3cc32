// The form's place for code: three buttons that copy the request, and a box that fills the form from a text.
// Texts go to and fro in messages and are kept nowhere: a pasted command may hold a key.

const BUSY_MS = 600;

/** Asks the kernel, one question at a time; what comes late, for an earlier question, is dropped. */
const asker = (model, tell) => {
  let waiting = null;
  model.on("msg:custom", (message) => {
    if (!waiting || message.id !== waiting.id) return;
    clearTimeout(waiting.busy);
    const { answered } = waiting;
    waiting = null;
    answered(message);
  });
  return (content, answered) => {
    clearTimeout(waiting?.busy);
    const busy = setTimeout(() => tell(["The kernel is busy: it answers when it is free."]), BUSY_MS);
    waiting = { id: freshId(), answered, busy };
    try {
      model.send({ ...content, id: waiting.id });
    } catch {
      clearTimeout(busy);
      waiting = null;
      tell(["The kernel does not answer: run this cell again."]);
    }
  };
};

/** To the clipboard; true where it is there. Outside of https the browser has only the old way, for what is selected. */
const copied = async (box) => {
  try {
    await navigator.clipboard.writeText(box.value);
    return true;
  } catch {
    box.focus();
    box.select();
    return document.execCommand("copy");
  }
};

const copying = (model) => {
  const box = node("textarea", { className: "vw-copied", readOnly: true, hidden: true, spellcheck: false, rows: 9 });
  box.setAttribute("aria-label", "The code");
  const said = node("span", { className: "vw-told" });
  said.setAttribute("role", "status");
  const ask = asker(model, ([sentence]) => {
    said.textContent = sentence;
  });
  const buttons = model.get("copies").map(([what, label]) => {
    const button = node("button", { type: "button", textContent: label });
    button.addEventListener("click", () => {
      said.textContent = "";
      ask({ kind: "write", what }, async (message) => {
        box.value = message.text;
        box.hidden = false;
        const done = await copied(box);
        if (done) button.focus({ preventScroll: true });
        said.textContent = done ? "Copied." : "Not copied by itself: it is selected, press Ctrl+C (⌘C).";
      });
    });
    return button;
  });
  const forget = () => {
    box.hidden = true;
    said.textContent = "";
  };
  return { all: [node("div", { className: "vw-copies" }, ...buttons, said), box], forget };
};

const pasting = (model, tell, forget) => {
  const ask = asker(model, tell);
  const id = freshId();
  const label = node("label", { className: "vw-label", htmlFor: id });
  label.textContent = "Paste a curl command, JSON, a request id or code";
  const box = node("textarea", { id, className: "vw-paste", spellcheck: false, rows: 3, autocomplete: "off" });
  const fill = node("button", { type: "button", textContent: "Fill the form" });
  const undo = node("button", { type: "button", textContent: "Undo", hidden: true });
  const answered = (message) => {
    if (message.filled) box.value = "";
    if (!message.filled && document.activeElement === undo) box.focus({ preventScroll: true });
    undo.hidden = !message.filled;
    forget(); // the code that is shown is no longer the form's
    tell(message.said);
  };
  const send = () => {
    const most = model.get("most");
    if (box.value.length <= most) ask({ kind: "paste", text: box.value }, answered);
    else tell([`The text is longer than ${most} characters. Give a large picture as a file instead of inside it.`]);
  };
  fill.addEventListener("click", send);
  undo.addEventListener("click", () => ask({ kind: "undo" }, answered));
  box.addEventListener("paste", () => {
    // into an empty box the text is there to be read; into one that is worked on it is not
    if (!box.value) setTimeout(() => box.value && send());
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (!event.repeat) send();
  });
  return [label, box, node("div", { className: "vw-copies" }, fill, undo)];
};

function render({ model, el }) {
  const said = node("div", { className: "vw-told" });
  said.setAttribute("role", "status");
  said.setAttribute("aria-live", "polite");
  const tell = (sentences) => said.replaceChildren(...sentences.map((textContent) => node("p", { textContent })));
  const copy = copying(model);
  const strip = node("div", { className: "vw-strip", id: freshId(), hidden: true });
  strip.dataset.vwOwnKeys = "true"; // Ctrl+Enter here fills the form, and must not generate
  strip.append(...copy.all, ...pasting(model, tell, copy.forget), said);
  const opener = node("button", { type: "button", className: "vw-tool", textContent: "Code" });
  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-controls", strip.id);
  opener.title = "Copy this request as code, or fill the form from some";
  opener.addEventListener("click", () => {
    strip.hidden = !strip.hidden;
    opener.setAttribute("aria-expanded", String(!strip.hidden));
  });
  el.append(opener, strip);
}

export default { render };
