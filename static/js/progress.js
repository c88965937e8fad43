// Follows a long task: asks every two seconds, moves the bar, and opens the result when there is one.
const EVERY = 2000;

async function follow(meter) {
  try {
    const response = await fetch(meter.dataset.job, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (response.ok) show(meter, await response.json());
  } catch {
    // The task goes on without us; the next round asks again.
  }
  if (!("jobFinished" in meter.dataset)) setTimeout(() => follow(meter), EVERY);
}

function show(meter, answer) {
  const bar = meter.querySelector("progress");
  bar.max = answer.maximum || 1;
  bar.value = answer.value;
  meter.querySelector("[data-job-words]").textContent = answer.words ?? `${answer.value} trên ${answer.maximum}`;
  if (answer.label) meter.querySelector("[data-job-label]").textContent = answer.label;
  meter.classList.toggle("is-failed", Boolean(answer.failed));
  if (!answer.finished) return;
  meter.dataset.jobFinished = "";
  if (answer.url) window.location.assign(answer.url);
}

for (const meter of document.querySelectorAll("[data-job]")) {
  if (!("jobFinished" in meter.dataset)) setTimeout(() => follow(meter), EVERY);
}
