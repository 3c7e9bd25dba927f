// The field in which the learner talks, examines and orders.

import { all, one } from "./page";
import { Queue, type Outcome, type Turn } from "./queue";
import { Transcript } from "./transcript";
import { ulid } from "./ulid";

class Composer {
  private readonly words: HTMLTextAreaElement;
  private readonly queue: Queue;

  constructor(private readonly form: HTMLFormElement, private readonly transcript: Transcript, owner: string, encounter: string) {
    this.words = one<HTMLTextAreaElement>("[data-words]", form)!;
    this.queue = new Queue(owner, encounter, form.action, (turn, outcome) => this.told(turn, outcome));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    form.addEventListener("change", () => this.hint());
    this.words.addEventListener("keydown", (event) => this.key(event));
    this.words.addEventListener("input", () => { if (!this.words.value.trim()) this.words.value = ""; });
    document.addEventListener("keydown", (event) => this.switch(event));
    one("[data-retry]", form)?.addEventListener("click", () => this.queue.now());
  }

  // resume shows and sends what an earlier visit left on this device.
  resume(): void {
    for (const turn of this.queue.waiting()) this.transcript.expect(turn);
    this.state();
    this.queue.now();
  }

  private kind(): string { return String(new FormData(this.form).get("kind")); }

  private send(): void {
    const text = this.words.value.trim();
    if (!text) return;
    const turn = { id: ulid(), kind: this.kind(), text };
    this.words.value = "";
    this.words.focus();
    this.transcript.expect(turn);
    this.queue.put(turn);
    this.state();
  }

  private told(turn: Turn, outcome: Outcome): void {
    if (outcome.kind === "taken") {
      this.transcript.place(outcome.html);
    } else {
      this.transcript.mark(turn.id, outcome.kind);
      if (outcome.kind === "refused" && !this.words.value) this.words.value = turn.text;
    }
    this.state(outcome.kind === "waiting");
  }

  // state says that something waits, once sending has failed. Leaving the page
  // is no danger: what waits is kept on the device.
  private state(failed = false): void {
    const waits = this.queue.waiting().length > 0;
    const notice = one<HTMLElement>("[data-queue-state]", this.form)!;
    notice.hidden = !waits || (!failed && notice.hidden);
  }

  private key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  // switch changes between talk, examine and test with Alt and a digit.
  private switch(event: KeyboardEvent): void {
    const radios = all<HTMLInputElement>("input[name=kind]", this.form);
    const radio = event.altKey && /^Digit[123]$/.test(event.code) ? radios[Number(event.code.slice(-1)) - 1] : undefined;
    if (!radio) return;
    event.preventDefault();
    radio.checked = true;
    this.hint();
    this.words.focus();
  }

  private hint(): void {
    const chosen = one<HTMLInputElement>("input[name=kind]:checked", this.form);
    this.words.placeholder = chosen?.dataset.hint ?? "";
  }
}

export function startComposer(room: HTMLElement): void {
  const form = one<HTMLFormElement>("[data-composer]", room);
  const list = one<HTMLElement>("#turns", room);
  if (!form || !list) return;
  const transcript = new Transcript(list, form);
  new Composer(form, transcript, room.dataset.owner ?? "", room.dataset.encounter ?? "").resume();
  follow(list, transcript);
}

// follow asks for new turns whenever the server says that there are some: a
// second tab, or the same person on another device.
function follow(list: HTMLElement, transcript: Transcript): void {
  const feed = new EventSource(list.dataset.feed!);
  let asking: Promise<void> = Promise.resolve();
  const ask = () => {
    asking = asking.then(async () => {
      const answer = await fetch(`${list.dataset.since}?after=${transcript.last()}`, { headers: { "HX-Request": "true" } });
      if (answer.ok) transcript.place(await answer.text());
    }).catch(() => undefined); // the next event asks again
  };
  feed.addEventListener("open", ask); // something may have happened since the page was printed
  feed.addEventListener("encounter.turn", ask);
  feed.addEventListener("encounter.finished", () => location.reload()); // in another tab: on to the debrief
  addEventListener("pagehide", () => feed.close());
}
