// Navigation opens without scripts (popover). Scripts close it when the window grows, and menus when one leaves them.
const wide = window.matchMedia("(min-width: 62.5em)");
wide.addEventListener("change", () => {
  for (const nav of document.querySelectorAll("nav[popover]:popover-open")) nav.hidePopover();
});

const menus = document.querySelectorAll("details[data-menu]");
document.addEventListener("click", (event) => {
  for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (!menu.open) continue;
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
