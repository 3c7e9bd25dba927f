// The conversation on the page: turns that wait, turns that were taken, and the
// chart that fills. Whatever the server sends is placed by turn id, so that an
// answer that arrives twice is shown once.

import { all, one, stamp } from "./page";
import type { Turn } from "./queue";

interface Htmx { process(root: Element): void }
declare const htmx: Htmx;

export class Transcript {
  constructor(private readonly list: HTMLElement, private readonly form: HTMLElement) {}

  // last is the number of the last turn shown.
  last(): number {
    return Math.max(0, ...all<HTMLElement>("li[data-n]", this.list).map((turn) => Number(turn.dataset.n)));
  }

  // expect shows a turn that is on its way.
  expect(turn: Turn): void {
    if (this.find(turn.id)) return;
    const item = stamp(one<HTMLTemplateElement>("template[data-pending]", this.form));
    if (!item) return;
    item.dataset.turn = turn.id;
    item.classList.add(turn.kind);
    one(".speaker", item)!.textContent = this.label(turn.kind);
    one(".said p", item)!.textContent = turn.text;
    one("#first-hint")?.remove();
    this.list.append(item);
    item.scrollIntoView({ block: "end" });
  }

  // mark says how it stands with a turn that is on its way.
  mark(id: string, state: "sending" | "waiting" | "refused" | "signin"): void {
    const item = this.find(id);
    if (!item?.classList.contains("pending")) return;
    item.classList.toggle("refused", state === "refused");
    one("[data-state]", item)!.textContent = this.label(state);
    one<HTMLElement>(".dots", item)!.hidden = state !== "sending";
  }

  // place puts the turns and the chart of an exchange on the page.
  place(html: string): void {
    const parts = document.createElement("template");
    parts.innerHTML = html;
    const answered = one<HTMLElement>("[data-answers]", parts.content)?.dataset.answers;
    const turns = all<HTMLElement>("li[data-turn]", parts.content);
    if (answered) this.arrive(answered, turns);
    for (const turn of turns) this.placeTurn(turn);
    const chart = one("#chart", parts.content);
    const shown = one("#chart");
    if (chart && shown && chart.textContent !== shown.textContent) {
      shown.replaceWith(chart);
      document.dispatchEvent(new Event("chart-changed"));
    }
  }

  // arrive takes the waiting copy of a turn away and leaves its place to the turn itself.
  private arrive(id: string, turns: HTMLElement[]): void {
    const waiting = this.find(id);
    if (!waiting?.classList.contains("pending")) return;
    if (turns[0] && !this.find(turns[0].dataset.turn!)) {
      turns[0].classList.add("new");
      waiting.before(turns[0]);
    }
    waiting.remove();
  }

  private placeTurn(turn: HTMLElement): void {
    if (this.find(turn.dataset.turn!)) return;
    turn.classList.add("new");
    this.list.insertBefore(turn, one(".pending", this.list));
    htmx.process(turn);
    turn.scrollIntoView({ block: "end" });
  }

  private find(id: string): HTMLElement | null {
    return one<HTMLElement>(`li[data-turn="${CSS.escape(id)}"]`, this.list);
  }

  private label(name: string): string {
    return one<HTMLTemplateElement>(`template[data-label="${name}"]`, this.form)?.content.textContent ?? "";
  }
}
