// Several pictures: small ones in a row, one of them in sight; it can be moved within the row.

const imageOf = (bytes) => (bytes?.byteLength ? URL.createObjectURL(new Blob([bytes])) : "");

/** The row; null for a field of one picture. `forget()` lets its pictures go. */
const pictureRow = (model, follow) => {
  if (model.get("items") === undefined) return null;
  const list = node("div", { className: "vw-strip" });
  list.setAttribute("role", "group");
  list.setAttribute("aria-label", `Pictures: ${model.get("label")}`);
  const count = node("span", { className: "vw-count" });
  const move = (by, text, name) => {
    const button = node("button", { type: "button", className: "vw-quiet", textContent: text });
    button.setAttribute("aria-label", name);
    button.addEventListener("click", () => ask(model, { kind: "move", at: model.get("at"), by }));
    return button;
  };
  const [earlier, later] = [move(-1, "◀", "Move earlier"), move(1, "▶", "Move later")];
  const order = node("div", { className: "vw-order" }, count, earlier, later);
  const row = node("div", { className: "vw-list" }, list, order);
  let urls = [];
  const forget = () => urls.forEach((url) => url && URL.revokeObjectURL(url));
  const one = (item, index, url) => {
    const inside = url ? node("img", { src: url, alt: "" }) : node("span", { textContent: String(index + 1) });
    const button = node("button", { type: "button", className: "vw-thumb" }, inside);
    button.classList.toggle("vw-wrong", Boolean(item.wrong));
    button.setAttribute("aria-label", `${index + 1}: ${item.name}${item.wrong ? ", not usable" : ""}`);
    button.setAttribute("aria-pressed", String(index === model.get("at")));
    button.addEventListener("click", () => ask(model, { kind: "select", at: index }));
    return button;
  };
  follow(["items", "thumbs", "at"], () => {
    const [items, thumbs, at] = [model.get("items"), model.get("thumbs"), model.get("at")];
    const focused = [...list.children].indexOf(document.activeElement);
    forget();
    urls = items.map((_, index) => (thumbs.length === items.length ? imageOf(thumbs[index]) : ""));
    list.replaceChildren(...items.map((item, index) => one(item, index, urls[index])));
    if (focused >= 0) list.children[Math.min(focused, items.length - 1)]?.focus({ preventScroll: true });
    const most = model.get("most");
    count.textContent = most ? `${items.length ? `${at + 1} of ` : ""}${items.length}, at most ${most}` : `${items.length ? `${at + 1} of ` : ""}${items.length}`;
    earlier.disabled = at === 0;
    later.disabled = at >= items.length - 1;
    row.hidden = !items.length;
  });
  return { row, forget };
};
