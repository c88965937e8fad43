// Points by buttons, anchors, keyboard or typing, and the running total, exact to the hundredth.
import { bounded, formatHundredths, isPoint, nudged, parseHundredths } from "./numbers.js";
import { words } from "./words.js";

class Score {
  constructor(root, index, onChange) {
    this.root = root;
    this.index = index;
    this.onChange = onChange;
    this.box = root.querySelector("[data-score-value]");
    const [low, high, step] = ["scoreMin", "scoreMax", "scoreStep"].map((key) => parseHundredths(root.dataset[key]));
    this.range = { low, high, step };
    this.box.addEventListener("input", () => {
      this.judge();
      this.refresh();
    });
    this.box.addEventListener("blur", () => this.tidy());
    this.box.addEventListener("keydown", (event) => this.key(event));
    root.addEventListener("click", (event) => this.click(event));
    this.refresh();
  }

  get value() {
    return parseHundredths(this.box.value);
  }

  get valid() {
    return isPoint(this.value, this.range);
  }

  set(value) {
    this.box.value = formatHundredths(bounded(value, this.range));
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  nudge(direction) {
    this.set(nudged(this.value, direction, this.range));
  }

  click(event) {
    const button = event.target.closest("button");
    if (button?.dataset.scoreNudge) this.nudge(Number(button.dataset.scoreNudge));
    if (button?.dataset.scoreSet) this.set(parseHundredths(button.dataset.scoreSet));
  }

  key(event) {
    const direction = { ArrowUp: 1, "+": 1, ArrowDown: -1, "-": -1 }[event.key];
    if (direction) {
      event.preventDefault();
      this.nudge(direction);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.next();
    }
  }

  next() {
    const boxes = [...document.querySelectorAll("[data-score-value]")];
    const later = boxes[boxes.indexOf(this.box) + 1];
    (later ?? this.box.form?.querySelector(".score-foot .btn-primary") ?? this.box).focus();
    later?.select();
  }

  tidy() {
    if (this.value !== null) this.box.value = formatHundredths(this.value);
  }

  // Only what is typed is judged here: an error the server wrote stays until the box holds points.
  judge() {
    const wrong = this.box.value.trim() !== "" && !this.valid;
    const error = document.getElementById(`${this.box.id}-error`);
    if (error) error.hidden = this.valid;
    if (wrong) this.box.setAttribute("aria-invalid", "true");
    else this.box.removeAttribute("aria-invalid");
    this.box.title = wrong ? words.scoreRange(...[this.range.low, this.range.high, this.range.step].map(formatHundredths)) : "";
  }

  refresh() {
    for (const anchor of this.root.querySelectorAll("[data-score-set]")) {
      anchor.setAttribute("aria-pressed", String(parseHundredths(anchor.dataset.scoreSet) === this.value));
    }
    this.onChange();
  }
}

function watch(form) {
  const total = form.querySelector("[data-score-total]");
  const missing = form.querySelector("[data-score-missing]");
  const scores = [];
  let ready = false;
  const sum = () => {
    if (!ready || !total) return;
    const text = formatHundredths(scores.reduce((all, score) => all + (score.valid ? score.value : 0), 0));
    total.textContent = text;
    for (const tab of document.querySelectorAll("[data-score-echo]")) tab.textContent = text;
    const open = scores.filter((score) => !score.valid).map((score) => score.index + 1);
    if (missing) missing.textContent = open.length ? words.scoreMissing(open.join(", ")) : "";
  };
  form.querySelectorAll("[data-score]").forEach((root, index) => scores.push(new Score(root, index, sum)));
  ready = true;
  sum();
}

document.querySelectorAll("form:has([data-score])").forEach(watch);
