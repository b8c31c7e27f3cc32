// What can be done to a picture, each in a line of its own: crop, colour, make it fit, undo, an earlier clip's frame.

/** A message about the picture in sight; one that arrives when another is in sight is left alone. */
const ask = (model, content) => {
  try {
    model.send({ ...content, of: model.get("about") });
  } catch {
    // the kernel is gone; the form says so
  }
};

const tool = (...children) => node("div", { className: "vw-tool", hidden: true }, ...children);
const pressable = (text, act) => {
  const button = node("button", { type: "button", className: "vw-do", textContent: text });
  button.addEventListener("click", act);
  return button;
};

/** A list from which a person picks, with a word for nothing; `fill(texts)` keeps what was picked where it still is. */
const picker = (word, label, picked) => {
  const list = node("select", { className: "vw-pick" });
  list.setAttribute("aria-label", label);
  list.addEventListener("change", () => picked(list.value));
  const fill = (texts) => {
    const before = list.value;
    list.replaceChildren(new Option(word, ""), ...texts.map((text) => new Option(text, text)));
    list.value = texts.includes(before) ? before : "";
  };
  return { list, fill };
};

/** The crop: a frame that the form has chosen, or one that is picked here. Gives the frame's sheet and the lines. */
const cropTool = (model, follow) => {
  const choice = picker("Crop to…", `Crop ${model.get("label")} to`, () => show());
  const chosen = () => {
    const frames = model.get("frames");
    return model.get("framed") ? frames[0] ?? null : frames.find((one) => one.ratio === choice.list.value) ?? null;
  };
  const overlay = cropFrame(model, follow, chosen);
  const go = pressable("", () => ask(model, { kind: "crop", ratio: chosen()?.ratio, at: overlay.at() }));
  const words = node("span", { className: "vw-shape" });
  const line = tool(words, choice.list, go);
  const show = () => {
    const one = chosen();
    choice.list.hidden = model.get("framed") || !model.get("frames").length;
    go.hidden = !one;
    go.textContent = one ? `Crop to ${one.ratio}` : "";
    words.textContent = model.get("shape");
    line.hidden = !model.get("shape") && !model.get("frames").length;
    overlay.draw();
  };
  follow(["frames", "framed", "shape"], () => {
    choice.fill(model.get("frames").map((one) => one.ratio));
    show();
  });
  return { sheet: overlay.sheet, line };
};

/** The colour under transparent parts: seen at once on the preview, put into the picture when asked. */
const colourTool = (model, follow, paint) => {
  const colour = node("input", { type: "color", value: "#ffffff" });
  colour.setAttribute("aria-label", `Colour under transparent parts: ${model.get("label")}`);
  const flatten = pressable("Flatten", () => ask(model, { kind: "flatten", colour: colour.value }));
  const line = tool(node("span", { textContent: "transparent parts on" }), colour, flatten);
  const show = () => {
    line.hidden = !model.get("clear");
    paint(model.get("clear") ? colour.value : "");
  };
  colour.addEventListener("input", show);
  follow(["clear"], show);
  return { line, value: () => colour.value };
};

/** All lines, in the order in which they stand; `paint(colour)` puts a colour under the preview. */
const mediaTools = (model, follow, paint) => {
  const crop = cropTool(model, follow);
  const colour = colourTool(model, follow, paint);
  const fit = tool(pressable("Make it fit", () => ask(model, { kind: "fit", colour: colour.value() })));
  const undo = pressable("Undo", () => ask(model, { kind: "undo" }));
  const said = node("span");
  const done = tool(said, undo);
  done.setAttribute("role", "status");
  const earlier = picker("Continue from…", `Continue from a clip's last frame: ${model.get("label")}`, (clip) => {
    if (clip) ask(model, { kind: "continue", clip });
    earlier.list.value = "";
  });
  const onward = tool(earlier.list);
  follow(["mends"], () => (fit.hidden = !model.get("mends")));
  follow(["done", "undoes"], () => {
    said.textContent = model.get("done");
    undo.hidden = !model.get("undoes");
    done.hidden = !model.get("done");
  });
  follow(["clips"], () => {
    earlier.fill(model.get("clips"));
    onward.hidden = !model.get("clips").length;
  });
  return { sheet: crop.sheet, fit, lines: [crop.line, colour.line, done, onward] };
};
