// Ticks the words of a deadline. The server wrote them first and alone decides what is late.
import { partsLeft } from "./remaining.js";
import { words } from "./words.js";

function span(figure, unit) {
  const part = document.createElement("span");
  part.className = "countdown-part";
  const strong = document.createElement("strong");
  strong.textContent = figure;
  part.append(strong, ` ${unit}`);
  return part;
}

function draw(line, until) {
  const left = until - Date.now();
  if (left > 0) return line.replaceChildren(...partsLeft(left).map(([figure, unit]) => span(figure, unit)));
  const closed = document.createElement("span");
  closed.className = "countdown-part countdown-closed";
  closed.textContent = words.closed;
  line.replaceChildren(closed);
}

for (const line of document.querySelectorAll("[data-countdown]")) {
  const until = Date.parse(line.dataset.countdown);
  if (Number.isNaN(until) || line.querySelector(".countdown-closed")) continue;
  const tick = () => {
    draw(line, until);
    const left = until - Date.now();
    if (left > 0) setTimeout(tick, left > 3600000 ? 30000 : 1000);
  };
  // The first words come from the server; the script only carries them on.
  setTimeout(tick, 30000);
}
