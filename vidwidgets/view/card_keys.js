// The keys of a card: Escape closes the details, else goes back to the notebook; nothing that was typed is lost.

const listenForEscape = ({ card, more, details }) => {
  card.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    if (!details.hidden && (details.contains(event.target) || event.target === more)) {
      more.click();
      more.focus({ preventScroll: true });
      return;
    }
    document.activeElement?.blur();
    // the notebook's command mode takes the next key where its cell has the focus
    const cell = card.closest(".jp-Cell");
    if (cell && !cell.hasAttribute("tabindex")) cell.tabIndex = -1;
    cell?.focus({ preventScroll: true });
  });
};
