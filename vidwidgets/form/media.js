// A picture: a place to drop, paste or choose a file; a line for a path or an address; what is known of it, and done.

const LONGEST_LINE = 1_000_000;
const STAGE_RATIO = 4 / 3;
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
  image.addEventListener("load", () => {
    const address = model.get("address");
    if (address && image.getAttribute("src") === address)
      ask(model, { kind: "seen", address, width: image.naturalWidth, height: image.naturalHeight });
  });
  const shownUrl = () => {
    URL.revokeObjectURL(url);
    url = imageOf(model.get("preview"));
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
  const paint = (colour) => (image.style.background = colour);
  return { drop, paint, forget: () => URL.revokeObjectURL(url) };
};

/** The stage: the place, and over the picture the crop frame; both know how much of the stage the picture fills. */
const stageOf = (model, follow, ...children) => {
  const stage = node("div", { className: "vw-place" }, ...children);
  follow(["pixels"], () => {
    const [width, height] = model.get("pixels");
    const ratio = width && height ? width / height : STAGE_RATIO;
    stage.style.setProperty("--vw-across", `${Math.min(1, ratio / STAGE_RATIO) * 100}%`);
    stage.style.setProperty("--vw-down", `${Math.min(1, STAGE_RATIO / ratio) * 100}%`);
  });
  return stage;
};

/** The line for a path or an address; in a list, Enter or leaving it puts what it says among the pictures. */
const pathLine = (model, label, follow, status) => {
  const several = model.get("items") !== undefined;
  const hint = several ? "path or URL, then Enter" : "path or URL";
  const entry = node("input", { type: "text", id: freshId(), placeholder: hint, autocomplete: "off" });
  label.htmlFor = entry.id;
  const typed = () => {
    const long = entry.value.length > LONGEST_LINE;
    status(long ? "That is too long for this line: upload the file instead." : "", long);
    if (!long) say(model, "text", entry.value);
  };
  const add = () => {
    if (!several || !entry.value.trim() || entry.value.length > LONGEST_LINE) return;
    ask(model, { kind: "add", text: entry.value });
    entry.value = "";
    say(model, "text", "");
  };
  entry.addEventListener("input", typed);
  entry.addEventListener("change", add);
  follow(["text"], () => {
    if (entry.value !== model.get("text")) entry.value = model.get("text");
  });
  const put = (text) => {
    entry.value = text;
    typed();
    add();
  };
  return { entry, put };
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

/** Files one after the other; a field of one picture takes the first. */
const queueOf = (model, upload, status) => {
  let waiting = [];
  const next = () => {
    if (waiting.length && !upload.busy()) upload.start(waiting.shift());
  };
  const take = (files) => {
    if (!model.get("uploads") || !files.length) return;
    const several = model.get("items") !== undefined;
    waiting = several ? [...waiting, ...files] : [];
    if (several) next();
    else upload.start(files[0]);
    if (!several && files.length > 1) status(`One picture is taken here: the first of ${files.length}.`, false);
  };
  return { take, next, stop: () => (waiting = []) };
};

function render({ model, el }) {
  const follow = follower(model);
  const label = labelOver(model, follow, "label");
  const several = model.get("items") !== undefined;
  const file = node("input", { type: "file", hidden: true, accept: model.get("accept"), multiple: several });
  const about = node("span", { className: "vw-about" });
  const limits = node("small", { className: "vw-limits" });
  const words = node("div", { className: "vw-why" });
  const replace = node("button", { type: "button", className: "vw-quiet", textContent: several ? "Add" : "Replace" });
  const remove = node("button", { type: "button", className: "vw-remove" });
  const row = node("div", { className: "vw-under" }, about, replace);
  const under = lines(model, el, follow);
  const { drop, paint, forget } = place(model, follow, () => file.click());
  const tools = mediaTools(model, follow, paint);
  const strip = pictureRow(model, follow);
  const status = (text, bad) => {
    words.textContent = text;
    words.classList.toggle("vw-bad", bad);
  };
  const show = () => {
    const busy = upload.busy();
    about.textContent = busy ? "" : model.get("about");
    row.hidden = busy || !model.get("about");
    limits.textContent = busy || !model.get("about") ? "" : model.get("takes");
    replace.hidden = !model.get("uploads");
    remove.hidden = !busy && !model.get("about") && !model.get("receiving");
    remove.textContent = busy ? "Stop" : "×";
    remove.setAttribute("aria-label", busy ? "Stop the upload" : `Remove: ${model.get("label")}`);
  };
  const { bar, report } = progressOf(status, show);
  const upload = uploader(model, (step) => {
    report(step);
    if (step.done) queue.next();
  });
  const queue = queueOf(model, upload, status);
  const { entry, put } = pathLine(model, label, follow, status);
  words.setAttribute("role", "status");
  file.addEventListener("change", () => {
    queue.take([...file.files]);
    file.value = "";
  });
  replace.addEventListener("click", () => file.click());
  remove.addEventListener("click", () => {
    queue.stop();
    if (upload.busy()) upload.abort();
    else model.send({ kind: "remove" });
    entry.focus();
  });
  follow(["about", "uploads", "receiving", "takes"], show);
  takeByHand(el, drop, { start: queue.take, line: put });
  under.tieTo(entry);
  el.vwShown = () => [model.get("name"), "text", model.get("text")];
  const stage = stageOf(model, follow, drop, tools.sheet, remove);
  const parts = [label, stage, strip?.row, row, limits, ...tools.lines, bar, entry, file, words];
  el.append(...parts.filter(Boolean), ...under.all, tools.fit);
  return () => {
    forget();
    strip?.forget();
  };
}

export default { render };
