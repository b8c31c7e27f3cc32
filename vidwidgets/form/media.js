// A picture: a place to drop, paste or choose a file; a line for a path or an address; what is known about it.

const LONGEST_LINE = 1_000_000;
const inMegabytes = (bytes) => (bytes / 1e6).toFixed(1);

/** The place itself: a button that shows the picture, or says what it takes. */
const place = (model, follow, choose) => {
  const image = node("img", { alt: "", referrerPolicy: "no-referrer", hidden: true });
  const words = node("span", { className: "vw-invite" });
  const drop = node("button", { type: "button", className: "vw-drop" }, image, words);
  let url = "";
  drop.disabled = !model.get("uploads");
  drop.addEventListener("click", choose);
  image.addEventListener("error", () => {
    image.hidden = true;
    words.hidden = false;
  });
  const shownUrl = () => {
    const bytes = model.get("preview");
    URL.revokeObjectURL(url);
    url = bytes?.byteLength ? URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" })) : "";
    return url || model.get("address");
  };
  follow(["preview", "address"], () => {
    const source = shownUrl();
    image.hidden = !source;
    if (source) image.src = source;
    else image.removeAttribute("src");
    words.hidden = Boolean(source);
  });
  follow(["about", "busy", "takes", "uploads"], () => {
    const [about, takes] = [model.get("about"), model.get("takes")];
    const invite = model.get("uploads") ? "Drop, paste or choose an image" : "Give a path or an address below";
    words.replaceChildren(node("span", { textContent: model.get("busy") || (about ? "no preview" : invite) }));
    if (!about && takes) words.append(node("small", { textContent: takes }));
    drop.setAttribute("aria-label", `${model.get("label")}: ${about || "none yet"}. Choose a file`);
  });
  return { drop, forget: () => URL.revokeObjectURL(url) };
};

/** Dropped and pasted files go the same way as chosen ones. */
const takeFiles = (el, drop, start) => {
  const halt = (event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  for (const name of ["dragenter", "dragover"])
    el.addEventListener(name, (event) => {
      halt(event);
      drop.classList.add("vw-over");
    });
  for (const name of ["dragleave", "drop"]) el.addEventListener(name, () => drop.classList.remove("vw-over"));
  el.addEventListener("drop", (event) => {
    halt(event);
    start(event.dataTransfer?.files?.[0]);
  });
  el.addEventListener("paste", (event) => {
    const file = event.clipboardData?.files?.[0];
    if (!file) return;
    halt(event);
    start(file);
  });
};

/** The line for a path or an address. */
const pathLine = (model, label, follow, status) => {
  const entry = node("input", { type: "text", id: freshId(), placeholder: "path or URL", autocomplete: "off" });
  label.htmlFor = entry.id;
  entry.addEventListener("input", () => {
    const long = entry.value.length > LONGEST_LINE;
    status(long ? "That is too long for this line: upload the file instead." : "", long);
    if (!long) say(model, "text", entry.value);
  });
  follow(["text"], () => {
    if (entry.value !== model.get("text")) entry.value = model.get("text");
  });
  return entry;
};

/** Progress of an upload, in a bar and in words. */
const progressOf = (status, show) => {
  const bar = node("progress", { hidden: true });
  bar.setAttribute("aria-label", "upload");
  const report = (step) => {
    bar.hidden = Boolean(step.done);
    if (step.size) {
      bar.max = step.size;
      bar.value = step.sent;
      const sent = `${inMegabytes(step.sent)} of ${inMegabytes(step.size)} MB sent`;
      status(step.sent >= step.size ? "storing…" : sent, false);
    }
    if (step.note) status(step.note, false);
    if (step.done) status(step.why, Boolean(step.why));
    show();
  };
  return { bar, report };
};

function render({ model, el }) {
  const follow = follower(model);
  const label = labelOver(model, follow, "label");
  const file = node("input", { type: "file", hidden: true, accept: model.get("accept") });
  const about = node("span", { className: "vw-about" });
  const words = node("div", { className: "vw-why" });
  const replace = node("button", { type: "button", className: "vw-quiet", textContent: "Replace" });
  const remove = node("button", { type: "button", className: "vw-remove" });
  const row = node("div", { className: "vw-under" }, about, replace);
  const under = lines(model, el, follow);
  const { drop, forget } = place(model, follow, () => file.click());
  const status = (text, bad) => {
    words.textContent = text;
    words.classList.toggle("vw-bad", bad);
  };
  const show = () => {
    const busy = upload.busy();
    about.textContent = busy ? "" : model.get("about");
    row.hidden = busy || !model.get("about");
    replace.hidden = !model.get("uploads");
    remove.hidden = !busy && !model.get("about") && !model.get("receiving");
    remove.textContent = busy ? "Stop" : "×";
    remove.setAttribute("aria-label", busy ? "Stop the upload" : `Remove: ${model.get("label")}`);
  };
  const { bar, report } = progressOf(status, show);
  const upload = uploader(model, report);
  const entry = pathLine(model, label, follow, status);
  const start = (given) => given && model.get("uploads") && upload.start(given);
  words.setAttribute("role", "status");
  file.addEventListener("change", () => {
    start(file.files[0]);
    file.value = "";
  });
  replace.addEventListener("click", () => file.click());
  remove.addEventListener("click", () => {
    if (upload.busy()) upload.abort();
    else model.send({ kind: "remove" });
    entry.focus();
  });
  follow(["about", "uploads", "receiving"], show);
  takeFiles(el, drop, start);
  under.tieTo(entry);
  el.vwShown = () => [model.get("name"), "text", model.get("text")];
  const stage = node("div", { className: "vw-place" }, drop, remove);
  el.append(label, stage, row, bar, entry, file, words, ...under.all);
  return forget;
}

export default { render };
