import assert from "node:assert/strict";
import test from "node:test";

import { words } from "../../static/js/words.js";

test("every sentence of the scripts is in NFC and says something", () => {
  for (const [name, sentence] of Object.entries(words)) {
    const said = typeof sentence === "function" ? sentence("1", "2", "3") : sentence;
    assert.ok(said.trim(), name);
    assert.equal(said, said.normalize("NFC"), name);
    assert.ok(!said.includes("undefined"), name);
  }
});
