// On narrow screens the encounter's parts are tabs; on wide ones they stand side by side.

import { all, one } from "./page";

function show(tabs: HTMLElement[], chosen: HTMLElement): void {
  for (const tab of tabs) {
    const on = tab === chosen;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    one(`#${tab.getAttribute("aria-controls")}`)?.classList.toggle("shown", on);
  }
  if (chosen.id === "tab-chart") dot(false);
  if (chosen.id === "tab-finish") one<HTMLDetailsElement>(".finish")!.open = true;
}

function dot(on: boolean): void {
  const mark = one<HTMLElement>("[data-chart-dot]");
  if (mark) mark.hidden = !on;
}

function step(tabs: HTMLElement[], event: KeyboardEvent): void {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  const next = tabs[(tabs.indexOf(event.target as HTMLElement) + by + tabs.length) % tabs.length];
  show(tabs, next);
  next.focus();
}

export function startPanes(room: HTMLElement): void {
  const tabs = all<HTMLElement>("[role=tab]", room);
  for (const tab of tabs) {
    tab.addEventListener("click", () => show(tabs, tab));
    tab.addEventListener("keydown", (event) => step(tabs, event));
  }
  show(tabs, tabs.find((tab) => tab.id === (one(".finish[open]", room) ? "tab-finish" : "tab-talk"))!);
  document.addEventListener("chart-changed", () => dot(one("#tab-chart")?.getAttribute("aria-selected") === "false"));
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest(".turn-link")) show(tabs, one<HTMLElement>("#tab-talk")!);
  });
}
