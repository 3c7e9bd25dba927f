// Tells the page that something is unsent. The bundles of a page share nothing
// but the page itself, so this goes by events; leave.ts listens.

export function holdPage(reason: string): void {
  document.dispatchEvent(new CustomEvent("page-hold", { detail: reason }));
}

export function letPage(reason: string): void {
  document.dispatchEvent(new CustomEvent("page-let", { detail: reason }));
}
