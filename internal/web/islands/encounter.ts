// The encounter's own scripts: the composer with its queue, the panes, the clock.

import { startComposer } from "./composer";
import { one } from "./page";
import { startPanes } from "./panes";

// startTimer counts the minutes since the encounter began.
function startTimer(room: HTMLElement): void {
  const timer = one<HTMLElement>("[data-started]", room);
  const text = timer && one("[data-timer]", timer);
  if (!timer || !text) return;
  const started = Date.parse(timer.dataset.started!);
  const planned = Number(timer.dataset.minutes);
  const pattern = timer.dataset.pattern!;
  const tick = () => {
    const minutes = Math.max(0, Math.floor((Date.now() - started) / 60000));
    text.textContent = pattern.replace("{now}", String(minutes)).replace("{planned}", String(planned));
    timer.classList.toggle("over", minutes > planned);
  };
  tick();
  setInterval(tick, 10000);
}

const room = one<HTMLElement>("[data-encounter]");
if (room) {
  startPanes(room);
  startComposer(room);
  startTimer(room);
}
