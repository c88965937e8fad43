// A sent form cannot be sent twice; the button says so, and comes back with the page.
import { words } from "./words.js";

function makeBusy(form, button) {
  form.dataset.submitting = "true";
  if (!button) return;
  const face = button.querySelector("span") ?? button;
  button.dataset.calm = face.textContent;
  face.textContent = button.dataset.busy ?? words.sending;
  button.classList.add("is-busy");
  button.setAttribute("aria-disabled", "true");
}

function calm(form) {
  delete form.dataset.submitting;
  for (const button of form.querySelectorAll(".is-busy")) {
    (button.querySelector("span") ?? button).textContent = button.dataset.calm;
    button.classList.remove("is-busy");
    button.removeAttribute("aria-disabled");
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method.toLowerCase() !== "post" || event.defaultPrevented) return;
  if (form.dataset.submitting) return event.preventDefault();
  // After this turn, so that the pressed button's name and value are still sent.
  setTimeout(() => makeBusy(form, event.submitter));
});

window.addEventListener("pageshow", () => document.querySelectorAll("form[data-submitting]").forEach(calm));

document.addEventListener("click", (event) => {
  if (event.target.closest?.('.btn[aria-disabled="true"]')) event.preventDefault();
});
