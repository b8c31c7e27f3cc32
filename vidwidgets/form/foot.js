// Beside the button: the price, or what stops it; and the help of the field that is being worked with.

function render({ model, el }) {
  const follow = follower(model);
  const amount = node("b");
  const how = node("span", { className: "vw-sub" });
  const price = node("div", { className: "vw-price" }, amount, " ", how);
  const reason = node("div", { className: "vw-reason" });
  const hints = node("div", { className: "vw-hints" });
  const message = node("div", { className: "vw-message" });
  const help = node("div", { className: "vw-help" });
  const waiting = node("div", { className: "vw-kernel" });
  waiting.textContent = "The kernel is busy: this is sent once, when it is free.";
  const budget = node("div", { className: "vw-budget" });
  const compared = node("div", { className: "vw-compared" });
  const question = asking(model, el, follow);
  const said = node("div", { className: "vw-said" }, waiting, message, reason, price, budget, compared, hints);
  follow(["budget"], () => {
    budget.textContent = model.get("budget");
    budget.hidden = !model.get("budget");
  });
  follow(["compared"], () => {
    compared.textContent = model.get("compared");
    compared.hidden = !model.get("compared");
  });
  reason.setAttribute("role", "status");
  message.setAttribute("role", "status");
  follow(["amount", "how"], () => {
    amount.textContent = model.get("amount");
    how.textContent = model.get("how") && `· ${model.get("how")}`;
    price.hidden = !model.get("amount");
  });
  follow(["reason"], () => {
    reason.textContent = model.get("reason");
    reason.hidden = !model.get("reason");
  });
  follow(["hints"], () => {
    hints.replaceChildren(...model.get("hints").map((text) => node("p", { textContent: text })));
    hints.hidden = !model.get("hints").length;
  });
  follow(["message", "message_kind"], () => {
    message.textContent = model.get("message");
    message.hidden = !model.get("message");
    message.classList.toggle("vw-error", model.get("message_kind") === "error");
  });
  help.setAttribute("aria-hidden", "true"); // each control says its help itself
  el.append(question, said, help);
  whenInside(el, ".vw-form", (root) => {
    const show = (event) => {
      const field = event.target.closest(".vw-field, .vw-count");
      help.textContent = (field?.dataset.help ?? field?.querySelector("[data-help]")?.dataset.help) || "";
    };
    root.addEventListener("focusin", show);
    root.addEventListener("focusout", () => {
      help.textContent = "";
    });
  });
}

export default { render };
