// Small helpers to find things in the page.

export function one<E extends Element>(selector: string, root: ParentNode = document): E | null {
  return root.querySelector<E>(selector);
}

export function all<E extends Element>(selector: string, root: ParentNode = document): E[] {
  return [...root.querySelectorAll<E>(selector)];
}

// stamp copies the content of a <template>; words for scripts are kept there.
export function stamp(template: HTMLTemplateElement | null): HTMLElement | null {
  return (template?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined) ?? null;
}

// typing tells whether a key belongs to a field rather than to the page.
export function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
}
