// The running sum of contributions, in hundredths of a percent.
import { formatHundredths, parseHundredths } from "./numbers.js";
import { words } from "./words.js";

const WHOLE = 10000;

function verdict(sum) {
  if (sum === WHOLE) return words.sharesWhole;
  const gap = formatHundredths(Math.abs(WHOLE - sum));
  return sum < WHOLE ? words.sharesMissing(gap) : words.sharesOver(gap);
}

for (const table of document.querySelectorAll("[data-shares]")) {
  const inputs = [...table.querySelectorAll("[data-share]")];
  const total = table.querySelector("[data-shares-total]");
  const line = table.querySelector("[data-shares-words]");
  const refresh = () => {
    const sum = inputs.reduce((all, input) => all + (parseHundredths(input.value) ?? 0), 0);
    const icon = document.createElement("i");
    icon.className = `bi ${sum === WHOLE ? "bi-check-lg" : "bi-exclamation-circle-fill"}`;
    icon.setAttribute("aria-hidden", "true");
    total.textContent = formatHundredths(sum);
    line.classList.toggle("is-problem", sum !== WHOLE);
    line.replaceChildren(icon, ` ${verdict(sum)}`);
  };
  inputs.forEach((input) => input.addEventListener("input", refresh));
}
