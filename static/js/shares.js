// The running sum of contributions under a table of people.
import { formatHundredths } from "./numbers.js";
import { sharesLine, sumOf, WHOLE } from "./percents.js";

for (const table of document.querySelectorAll("[data-shares]")) {
  const inputs = [...table.querySelectorAll("[data-share]")];
  const total = table.querySelector("[data-shares-total]");
  const line = table.querySelector("[data-shares-words]");
  const refresh = () => {
    const sum = sumOf(inputs.map((input) => input.value));
    const icon = document.createElement("i");
    icon.className = `bi ${sum === WHOLE ? "bi-check-lg" : "bi-exclamation-circle-fill"}`;
    icon.setAttribute("aria-hidden", "true");
    total.textContent = formatHundredths(sum);
    line.classList.toggle("is-problem", sum !== WHOLE);
    line.replaceChildren(icon, ` ${sharesLine(sum)}`);
  };
  inputs.forEach((input) => input.addEventListener("input", refresh));
}
