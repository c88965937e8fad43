// Ticks the words of a deadline. The server wrote them first and alone decides what is late.
import { words } from "./words.js";

function parts(left) {
  const minutes = Math.floor(left / 60000);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  if (days >= 10) return [[days, words.days]];
  if (days > 0) return hours ? [[days, words.days], [hours, words.hours]] : [[days, words.days]];
  if (hours > 0) return rest ? [[hours, words.hours], [rest, words.minutes]] : [[hours, words.hours]];
  return [[rest, words.minutes], [Math.floor(left / 1000) % 60, words.seconds]];
}

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
  if (left > 0) return line.replaceChildren(...parts(left).map(([figure, unit]) => span(figure, unit)));
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
