// Pictures that come by hand: dropped, pasted, chosen. Files go up; an address or a path goes into the line.

/** The first address or path in what was dropped or pasted; "" where there is none. */
const addressIn = (data) => {
  const uris = (data?.getData("text/uri-list") ?? "").split(/\r?\n/).filter((line) => line && !line.startsWith("#"));
  const plain = (data?.getData("text/plain") ?? "").trim();
  const found = uris[0] ?? plain;
  return found.includes("\n") ? "" : found;
};

const imagesIn = (data) => [...(data?.files ?? [])];

/** Whether a paste into this element is its own affair: text into an entry. */
const takesText = (element) => Boolean(element?.closest?.("input:not([type=file]), textarea, [contenteditable=true]"));

/** `start(files)` and `line(text)` are given what was dropped on or pasted into the field. */
const takeByHand = (el, drop, { start, line }) => {
  const halt = (event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  let inside = 0;
  const leave = () => {
    inside = 0;
    drop.classList.remove("vw-over");
  };
  el.addEventListener("dragenter", (event) => {
    halt(event);
    inside += 1;
    drop.classList.add("vw-over");
  });
  el.addEventListener("dragover", halt);
  el.addEventListener("dragleave", () => {
    inside -= 1;
    if (inside <= 0) leave();
  });
  el.addEventListener("drop", (event) => {
    halt(event);
    leave();
    const files = imagesIn(event.dataTransfer);
    const address = files.length ? "" : addressIn(event.dataTransfer);
    if (files.length) start(files);
    else if (address) line(address);
  });
  el.addEventListener("paste", (event) => {
    const files = imagesIn(event.clipboardData);
    const address = files.length || takesText(event.target) ? "" : addressIn(event.clipboardData);
    if (!files.length && !address) return;
    halt(event);
    if (files.length) start(files);
    else line(address);
  });
  // a picture pasted elsewhere in the form, say into the prompt, goes to the form's first picture in sight
  whenInside(el, ".vw-form", (root) =>
    root.addEventListener("paste", (event) => {
      const files = imagesIn(event.clipboardData);
      const first = [...root.querySelectorAll(".vw-media")].find((one) => one.checkVisibility());
      if (event.defaultPrevented || !files.length || first !== (el.closest(".vw-media") ?? el)) return;
      halt(event);
      start(files);
    }),
  );
};
