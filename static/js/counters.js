// Live counts of words and characters, counted as the server counts them: by white space, in NFC.
import { words } from "./words.js";

export function countWords(text) {
  return text.normalize("NFC").split(/\s+/u).filter(Boolean).length;
}

function wordsLine(count, low, high) {
  const head = words.wordsCount(count, high);
  if (low && count && count < low) return `${head}, ${words.wordsMissing(low - count)}`;
  if (high && count > high) return `${head}, ${words.wordsOver(count - high)}`;
  return head;
}

function refresh(box, counter) {
  const text = box.value;
  const [low, high, chars] = ["minWords", "maxWords", "maxChars"].map((key) => Number(counter.dataset[key] ?? 0));
  const count = countWords(text);
  const length = [...text.normalize("NFC")].length;
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
