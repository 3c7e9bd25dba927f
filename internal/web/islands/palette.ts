// The command palette: Ctrl-K, a few letters, Enter.

import { all, one } from "./page";
import { chooseTheme } from "./theme";

class Palette {
  private readonly options: HTMLElement[];
  private readonly input: HTMLInputElement;

  constructor(private readonly dialog: HTMLDialogElement) {
    this.options = all<HTMLElement>("[role=option]", dialog);
    this.input = one<HTMLInputElement>("#palette-input", dialog)!;
    this.input.addEventListener("input", () => this.filter());
    dialog.addEventListener("keydown", (event) => this.key(event));
    dialog.addEventListener("click", (event) => this.click(event));
  }

  toggle(): void {
    if (this.dialog.open) return this.dialog.close();
    if (one("dialog[open]")) return;
    this.input.value = "";
    this.filter();
    this.dialog.showModal();
    this.input.focus();
  }

  private shown(): HTMLElement[] { return this.options.filter((option) => !option.hidden); }

  private filter(): void {
    const words = this.input.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const option of this.options) {
      const text = option.textContent!.toLowerCase();
      option.hidden = !words.every((word) => text.includes(word));
    }
    one<HTMLElement>(".palette-none", this.dialog)!.hidden = this.shown().length > 0;
    this.select(this.shown()[0]);
  }

  private select(wanted: HTMLElement | undefined): void {
    for (const option of this.options) option.setAttribute("aria-selected", String(option === wanted));
    this.input.setAttribute("aria-activedescendant", wanted?.id ?? "");
    wanted?.scrollIntoView({ block: "nearest" });
  }

  private selected(): HTMLElement | undefined {
    return this.shown().find((option) => option.getAttribute("aria-selected") === "true");
  }

  private move(by: number): void {
    const shown = this.shown();
    const at = shown.indexOf(this.selected()!);
    this.select(shown[(at + by + shown.length) % shown.length]);
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") this.move(1);
    else if (event.key === "ArrowUp") this.move(-1);
    else if (event.key === "Enter") this.run(this.selected());
    else return;
    event.preventDefault();
  }

  private click(event: MouseEvent): void {
    this.run((event.target as Element).closest<HTMLElement>("[role=option]") ?? undefined);
  }

  private run(option: HTMLElement | undefined): void {
    if (!option) return;
    this.dialog.close();
    if (option.dataset.themeChoice) chooseTheme(option.dataset.themeChoice as "light" | "dark" | "system");
    else if (option.dataset.submit) one<HTMLFormElement>(option.dataset.submit)?.requestSubmit();
    else one<HTMLAnchorElement>(`nav.rail a[href="${option.dataset.href}"]`)?.click();
  }
}

export function startPalette(): void {
  const dialog = one<HTMLDialogElement>("#palette");
  if (!dialog) return;
  const palette = new Palette(dialog);
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    palette.toggle();
  });
  for (const opener of all("[data-open-palette]")) opener.addEventListener("click", () => palette.toggle());
}
