// Keys of the whole page: "/" goes to the search field.

import { one, typing } from "./page";

export function startKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const field = one<HTMLInputElement>('[data-key="/"]');
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}
