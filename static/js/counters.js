// Live counts of words and characters under the boxes that have a limit.
import { countCharacters, countWords, wordsLine } from "./lengths.js";
import { words } from "./words.js";

function refresh(box, counter) {
  const text = box.value;
  const [low, high, chars] = ["minWords", "maxWords", "maxChars"].map((key) => Number(counter.dataset[key] ?? 0));
  const count = countWords(text);
  const length = countCharacters(text);
  const wordsSpan = counter.querySelector("[data-counter-words]");
  const charsSpan = counter.querySelector("[data-counter-chars]");
  wordsSpan.textContent = wordsLine(count, low, high);
  wordsSpan.classList.toggle("is-problem", Boolean(high) && count > high);
  charsSpan.textContent = words.charsCount(length, chars);
  charsSpan.classList.toggle("is-problem", Boolean(chars) && length > chars);
}

for (const counter of document.querySelectorAll("[data-counter-for]")) {
  const box = document.getElementById(counter.dataset.counterFor);
  if (!box) continue;
  const update = () => refresh(box, counter);
  box.addEventListener("input", update);
  box.addEventListener("vd:refresh", update);
  update();
}
