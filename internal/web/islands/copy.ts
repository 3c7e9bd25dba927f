// Buttons that copy what stands beside them.

import { one } from "./page";
import { toast } from "./toast";

export function startCopying(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-copy]");
    const text = button && one(button.dataset.copy ?? "")?.textContent;
    if (text) navigator.clipboard.writeText(text).then(() => toast("copied"), () => toast("failed"));
  });
}
