import assert from "node:assert/strict";
import test from "node:test";

import { countCharacters, countWords, wordsLine } from "../../static/js/lengths.js";

test("words are what white space parts", () => {
  const counts = { "": 0, " \n\t ": 0, "một": 1, " một  hai\nba ": 3, "a\u00a0b": 2, "tự-do": 1 };
  for (const [text, count] of Object.entries(counts)) assert.equal(countWords(text), count, text);
});

test("characters are counted in NFC and by whole signs", () => {
  assert.equal(countCharacters("Nguye\u0302\u0303n"), "Nguyễn".length);
  assert.equal(countCharacters("e\u0302\u0303"), 1);
  assert.equal(countCharacters("😀"), 1);
  assert.equal(countCharacters(""), 0);
});

test("a line says what is missing or too much, and nothing of an empty text", () => {
  assert.equal(wordsLine(5, 0, 0), "5 từ");
  assert.equal(wordsLine(5, 0, 10), "5 / 10 từ");
  assert.equal(wordsLine(0, 3, 10), "0 / 10 từ");
  assert.equal(wordsLine(2, 3, 10), "2 / 10 từ, còn thiếu 1 từ");
  assert.equal(wordsLine(3, 3, 10), "3 / 10 từ");
  assert.equal(wordsLine(10, 3, 10), "10 / 10 từ");
  assert.equal(wordsLine(12, 3, 10), "12 / 10 từ, thừa 2 từ");
});
