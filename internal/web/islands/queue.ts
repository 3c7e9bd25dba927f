// Turns on their way to the server. A turn is written to the device before it
// is sent and forgotten only when the server has answered 2xx, so that an
// acknowledged turn is never lost; it keeps its id when it is sent again, so
// that it is never doubled. Turns go one at a time, in order.

export interface Turn {
  id: string;
  kind: string;
  text: string;
}

export type Outcome =
  | { kind: "taken"; html: string }
  | { kind: "refused" } // the server will never take it: 4xx
  | { kind: "signin" } // the session has ended; the turn is kept
  | { kind: "waiting" }; // no connection, or a fault of the server; the turn is kept

const patience = 20000;
const pauses = [1000, 2000, 4000, 8000, 15000, 30000];

export class Queue {
  private readonly key: string;
  private running = false;
  private failures = 0;
  private timer: number | undefined;

  constructor(owner: string, encounter: string, private readonly path: string,
    private readonly told: (turn: Turn, outcome: Outcome) => void) {
    this.key = `turns:${owner}:${encounter}`;
    addEventListener("online", () => this.now());
  }

  // waiting lists what has not been acknowledged, oldest first.
  waiting(): Turn[] {
    try {
      return JSON.parse(localStorage.getItem(this.key) ?? "[]") as Turn[];
    } catch {
      return [];
    }
  }

  put(turn: Turn): void {
    this.keep([...this.waiting(), turn]);
    this.now();
  }

  // now sends without waiting for the pause to end.
  now(): void {
    clearTimeout(this.timer);
    void this.run();
  }

  private keep(turns: Turn[]): void {
    if (turns.length === 0) localStorage.removeItem(this.key);
    else localStorage.setItem(this.key, JSON.stringify(turns));
  }

  private forget(id: string): void { this.keep(this.waiting().filter((turn) => turn.id !== id)); }

  // run sends what waits until it is empty or something is in the way. Two tabs
  // share what waits; a lock lets one of them send at a time.
  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      if (navigator.locks) await navigator.locks.request(this.key, () => this.drain());
      else await this.drain();
    } finally {
      this.running = false;
    }
  }

  private async drain(): Promise<void> {
    for (let turn = this.waiting()[0]; turn; turn = this.waiting()[0]) {
      const outcome = await this.send(turn);
      if (outcome.kind === "taken" || outcome.kind === "refused") this.forget(turn.id);
      this.told(turn, outcome);
      if (outcome.kind === "waiting") return this.later();
      if (outcome.kind === "signin") return;
      this.failures = 0;
    }
  }

  private later(): void {
    const pause = pauses[Math.min(this.failures++, pauses.length - 1)];
    this.timer = setTimeout(() => void this.run(), pause * (0.75 + Math.random() / 2));
  }

  private async send(turn: Turn): Promise<Outcome> {
    try {
      const answer = await fetch(this.path, {
        method: "POST",
        body: new URLSearchParams({ turn: turn.id, kind: turn.kind, text: turn.text }),
        headers: { "HX-Request": "true" },
        redirect: "error",
        signal: AbortSignal.timeout(patience),
      });
      return outcomeOf(answer.status, answer.ok ? await answer.text() : "");
    } catch {
      return { kind: "waiting" };
    }
  }
}

function outcomeOf(status: number, html: string): Outcome {
  if (status >= 200 && status < 300) return { kind: "taken", html };
  if (status === 401) return { kind: "signin" };
  if (status === 429 || status >= 500) return { kind: "waiting" };
  return { kind: "refused" };
}
