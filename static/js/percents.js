// Shares of a whole, in hundredths of a percent: their sum, and what it lacks.
import { formatHundredths, parseHundredths } from "./numbers.js";
import { words } from "./words.js";

export const WHOLE = 10000;

export function sumOf(texts) {
  return texts.reduce((all, text) => all + (parseHundredths(text) ?? 0), 0);
}

export function sharesLine(sum) {
  if (sum === WHOLE) return words.sharesWhole;
  const gap = formatHundredths(Math.abs(WHOLE - sum));
  return sum < WHOLE ? words.sharesMissing(gap) : words.sharesOver(gap);
}
