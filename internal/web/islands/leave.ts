// Asks before something unsent is given up: a half-filled form when its page is
// left, turns that wait on this device when the person signs out of it.

import { all, one } from "./page";

let halfFilled = false;

function watchForms(): void {
  for (const form of all<HTMLFormElement>("form[data-confirm-leave]")) {
    form.addEventListener("input", () => { halfFilled = true; });
    form.addEventListener("submit", () => { halfFilled = false; });
  }
}

// waitingTurns are the places where the composer's queue keeps what waits (queue.ts).
function waitingTurns(): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith("turns:"));
}

async function mayLeave(): Promise<boolean> {
  const dialog = one<HTMLDialogElement>("#leave");
  if (!dialog) return true;
  dialog.returnValue = "stay";
  dialog.showModal();
  await new Promise((closed) => dialog.addEventListener("close", closed, { once: true }));
  return dialog.returnValue === "leave";
}

async function leaveBy(link: HTMLAnchorElement): Promise<void> {
  if (!(await mayLeave())) return;
  halfFilled = false;
  location.assign(link.href);
}

async function signOut(form: HTMLFormElement): Promise<void> {
  if (!(await mayLeave())) return;
  for (const key of waitingTurns()) localStorage.removeItem(key);
  form.submit();
}

export function startLeaving(): void {
  watchForms();
  addEventListener("beforeunload", (event) => { if (halfFilled) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]:not([data-drawer], [href^='#'])");
    if (!link || !halfFilled || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    void leaveBy(link);
  });
  for (const form of all<HTMLFormElement>("form[data-sign-out]")) {
    form.addEventListener("submit", (event) => {
      if (waitingTurns().length === 0) return;
      event.preventDefault();
      void signOut(form);
    });
  }
}
