// How long a text is, counted as the server counts it: by white space, in NFC; and how to say so.
import { words } from "./words.js";

export function countWords(text) {
  return text.normalize("NFC").split(/\s+/u).filter(Boolean).length;
}

export function countCharacters(text) {
  return [...text.normalize("NFC")].length;
}

export function wordsLine(count, low, high) {
  const head = words.wordsCount(count, high);
  if (low && count && count < low) return `${head}, ${words.wordsMissing(low - count)}`;
  if (high && count > high) return `${head}, ${words.wordsOver(count - high)}`;
  return head;
}
