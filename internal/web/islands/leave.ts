// Asks before a page is left with something unsent: a half-filled form, or
// turns that still wait for the connection.

import { holdPage, letPage } from "./hold";
import { all, one } from "./page";

const unsent = new Set<string>();

function watchForms(): void {
  for (const form of all<HTMLFormElement>("form[data-confirm-leave]")) {
    form.addEventListener("input", () => holdPage("form"));
    form.addEventListener("submit", () => letPage("form"));
  }
}

async function askToLeave(): Promise<boolean> {
  const dialog = one<HTMLDialogElement>("#leave");
  if (!dialog) return true;
  dialog.returnValue = "stay";
  dialog.showModal();
  await new Promise((closed) => dialog.addEventListener("close", closed, { once: true }));
  return dialog.returnValue === "leave";
}

async function leaveBy(go: () => void): Promise<void> {
  if (!(await askToLeave())) return;
  unsent.clear();
  go();
}

export function startLeaving(): void {
  document.addEventListener("page-hold", (event) => unsent.add((event as CustomEvent<string>).detail));
  document.addEventListener("page-let", (event) => unsent.delete((event as CustomEvent<string>).detail));
  watchForms();
  addEventListener("beforeunload", (event) => { if (unsent.size > 0) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]:not([data-drawer], [href^='#'])");
    if (!link || unsent.size === 0 || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    void leaveBy(() => location.assign(link.href));
  });
  one<HTMLFormElement>("form[data-sign-out]")?.addEventListener("submit", (event) => {
    const form = event.currentTarget as HTMLFormElement;
    if (unsent.size === 0) return;
    event.preventDefault();
    void leaveBy(() => form.submit());
  });
}
