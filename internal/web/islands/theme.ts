// Light, dark or as the device: applied at once, remembered by the server in a cookie.

type Theme = "system" | "light" | "dark";

export function applyTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  const scheme = document.querySelector<HTMLMetaElement>("meta[name=color-scheme]");
  if (scheme) scheme.content = theme === "system" ? "light dark" : theme;
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-theme-form] button[name=theme]")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
  for (const radio of document.querySelectorAll<HTMLInputElement>("[data-theme-form] input[name=theme]")) {
    radio.checked = radio.value === theme;
  }
}

// chooseTheme applies a theme and tells the server; should that fail, the choice
// still holds for this page.
export function chooseTheme(theme: Theme): void {
  applyTheme(theme);
  const body = new URLSearchParams({ theme, back: "/" });
  void fetch("/look/theme", { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => undefined);
}

export function startTheme(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("[data-theme-form]")) {
    form.addEventListener("submit", (event) => {
      const button = event.submitter as HTMLButtonElement | null;
      const theme = button?.name === "theme" ? button.value : new FormData(form).get("theme");
      event.preventDefault();
      chooseTheme(theme as Theme);
    });
    form.addEventListener("change", () => chooseTheme(new FormData(form).get("theme") as Theme));
  }
}
