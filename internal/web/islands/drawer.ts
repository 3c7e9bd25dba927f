// The drawer behind the chips, and buttons that open other dialogs.

import { one } from "./page";

interface Htmx { process(root: Element): void }
declare const htmx: Htmx;

async function openDrawer(link: HTMLAnchorElement): Promise<void> {
  const drawer = one<HTMLDialogElement>("#drawer");
  const body = one("#drawer-body");
  if (!drawer || !body) return;
  drawer.showModal();
  try {
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
    if (!answer.ok) throw new Error(String(answer.status));
    body.innerHTML = await answer.text();
    htmx.process(body);
  } catch {
    location.assign(link.href); // the page behind the chip says what is wrong
  }
}

// outside tells whether a click fell on the backdrop of a dialog.
function outside(dialog: HTMLDialogElement, event: MouseEvent): boolean {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

export function startDrawer(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const chip = target.closest<HTMLAnchorElement>("a[data-drawer]");
    if (chip && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      void openDrawer(chip);
    }
    const opener = target.closest<HTMLElement>("[data-open-dialog]");
    if (opener) one<HTMLDialogElement>(`#${opener.dataset.openDialog}`)?.showModal();
    if (target instanceof HTMLDialogElement && outside(target, event)) target.close();
  });
}
