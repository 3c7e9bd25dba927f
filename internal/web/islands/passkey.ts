// The two WebAuthn ceremonies (W3C WebAuthn Level 3, JSON forms). The server
// keeps the challenge; the page only carries messages between it and the device.

import { all, one } from "./page";

type Options = { publicKey: Record<string, unknown> };

function bytes(text: string): ArrayBuffer {
  const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(raw, (c) => c.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

async function post(path: string, body?: unknown): Promise<any> {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "HX-Request": "true" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

// readable turns the base64url texts of the options into bytes.
function readable({ publicKey }: Options): any {
  const o: any = { ...publicKey, challenge: bytes(publicKey.challenge as string) };
  if (o.user) o.user = { ...o.user, id: bytes(o.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (o[list]) o[list] = o[list].map((c: { id: string }) => ({ ...c, id: bytes(c.id) }));
  }
  return o;
}

// writable turns the device's answer into JSON.
function writable(credential: PublicKeyCredential): unknown {
  const response: Record<string, unknown> = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    const value = (credential.response as any)[part];
    if (value) response[part] = text(value);
  }
  const transports = (credential.response as any).getTransports?.();
  if (transports) response.transports = transports;
  return {
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function signIn(next: string): Promise<void> {
  const publicKey = readable(await post("/sign-in/passkey/begin"));
  const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  const done = await post("/sign-in/passkey/finish", { next, answer: writable(credential) });
  location.assign(done.next);
}

async function add(name: string): Promise<void> {
  const publicKey = readable(await post("/settings/passkeys/begin"));
  const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const done = await post("/settings/passkeys/finish", { name, answer: writable(credential) });
  location.assign(done.next);
}

function attempt(work: Promise<void>): void {
  const fault = one<HTMLElement>("[data-passkey-fault]");
  if (fault) fault.hidden = true;
  work.catch(() => { if (fault) fault.hidden = false; });
}

export function startPasskeys(): void {
  for (const part of all<HTMLElement>("[data-passkey]")) {
    if (!("PublicKeyCredential" in window)) { part.hidden = true; continue; }
    if (part instanceof HTMLFormElement) {
      part.addEventListener("submit", (event) => {
        event.preventDefault();
        attempt(add(String(new FormData(part).get("name"))));
      });
    } else {
      part.addEventListener("click", () => attempt(signIn(part.dataset.next ?? "/")));
    }
  }
}
