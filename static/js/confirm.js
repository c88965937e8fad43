// A typed number stands between a press and many changes; the server checks it again.
import { words } from "./words.js";

for (const block of document.querySelectorAll("[data-confirm]")) {
  const box = block.querySelector('input[type="text"]');
  const error = block.querySelector("[data-confirm-error]");
  box.form?.addEventListener("submit", (event) => {
    if (box.value.trim() === block.dataset.confirm) return;
    event.preventDefault();
    error.hidden = false;
    error.querySelector("span").textContent = words.confirmNumber(block.dataset.confirm);
    box.setAttribute("aria-invalid", "true");
    box.setAttribute("aria-describedby", error.id);
    box.focus();
  }, { capture: true });
}
