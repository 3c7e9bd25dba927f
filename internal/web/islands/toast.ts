// Short notices that come and go. Their words stand in templates of the page.

import { one, stamp } from "./page";

const lifetime = 6000;

function hold(toast: Element): void {
  setTimeout(() => toast.remove(), lifetime);
}

export function toast(name: "offline" | "online" | "failed" | "copied"): void {
  const place = one("#toasts");
  const notice = stamp(one<HTMLTemplateElement>(`#toast-${name}`));
  if (place && notice) place.append(notice);
}

export function startToasts(): void {
  const place = one("#toasts");
  if (!place) return;
  new MutationObserver((changes) => {
    for (const change of changes) change.addedNodes.forEach((node) => node instanceof Element && hold(node));
  }).observe(place, { childList: true });
  addEventListener("offline", () => toast("offline"));
  addEventListener("online", () => toast("online"));
  document.addEventListener("htmx:error", () => toast("failed"));
}
