// The phone's side of pairing: one attempt, from the request to the bond or to a named reason. Knows no transport.
import { agree, base64, equal, fromBase64, hash, hex, hkdf, mac, macKey, newKeyPair, publicBytes, random } from "./crypto.js";

const REASONS = {
  "window-closed": "The glasses are not waiting for a phone. Press them for long, or run: edge-runtime pair",
  "window-late": "That took longer than a minute. Open the window at the glasses again.",
  "pair-busy": "Another phone is pairing with these glasses right now. Try again when it is done.",
  "commitment-wrong": "Something between this phone and the glasses changed what was sent. Do not trust this network; try another one.",
  "confirm-wrong": "Phone and glasses do not agree on the keys. Something may be between them; try another network.",
  "digits-differ": "The digits were not the same, so nothing was paired. Somebody may be in between; try another network.",
  "pair-cancelled": "Pairing was cancelled.",
  "phone-gone": "The glasses lost this phone half-way. Try again.",
  "pair-malformed": "The glasses did not understand this page. Load it again.",
  "protocol-newer": "The glasses speak a newer protocol than this page. Load it again.",
  "pair-locked": "Too many attempts failed. Wait ten minutes.",
  "bonds-not-kept": "The glasses could not write the bond to their disk.",
};

export const reasonOf = (code, message) => REASONS[code] ?? message ?? `The glasses ended it: ${code}`;

// What both sides compute once all is revealed.
export async function secretsOf({ glasses, glassesName, phoneName, phoneKey, glassesKey, phoneNonce, glassesNonce, z }) {
  const transcript = await hash("edge pair 1", glasses, glassesName, phoneName, phoneKey, glassesKey, phoneNonce, glassesNonce);
  const number = new DataView((await hash("edge digits 1", transcript)).buffer).getUint32(0) % 1_000_000;
  const bondKey = await macKey(await hkdf(z, transcript, "edge bond key 1"));
  return {
    transcript,
    digits: String(number).padStart(6, "0"),
    confirmKey: await macKey(await hkdf(z, transcript, "edge confirm 1")),
    bondKey,
    bond: hex((await hkdf(z, transcript, "edge bond id 1")).slice(0, 8)),
    password: hex(await mac(bondKey, "edge broker 1")),
  };
}

export const commitmentOf = (glassesKey, phoneKey, glassesNonce) => hash("edge pair commit 1", glassesKey, phoneKey, glassesNonce);

export class Pairing {
  #send; #changed; #glasses; #name; #pair; #key; #nonce = random(32); #commit = null; #secrets = null; #theirs = null; #agreed = false;
  step = "asking"; // asking, comparing, waiting, paired, failed

  // send(message) puts a message on the way; changed(pairing) is called whenever the step changes.
  constructor({ glasses, name, send, changed }) {
    this.#glasses = glasses;
    this.#name = name.slice(0, 64);
    this.#send = send;
    this.#changed = changed;
  }

  get isOver() { return this.step === "paired" || this.step === "failed"; }

  async start() {
    this.#pair = await newKeyPair();
    this.#key = await publicBytes(this.#pair);
    this.#send({ type: "pair-request", protocol: 1, key: base64(this.#key), name: this.#name });
  }

  async take(message) {
    if (this.isOver) return;
    if (message.type === "pair-end" && message.code === "paired") return this.#theirs ? this.#finish() : this.#end("confirm-wrong"); // said without proof
    if (message.type === "pair-end") this.#fail(message.code, message.message);
    else if (message.type === "pair-commit" && !this.#commit) this.#takeCommit(message);
    else if (message.type === "pair-reveal" && this.#commit && !this.#secrets) await this.#takeReveal(message);
    else if (message.type === "pair-confirm" && this.#secrets && !this.#theirs) await this.#takeConfirm(message);
  }

  // What the person says of the digits.
  async answer(same) {
    if (this.step !== "comparing") return;
    if (!same) return this.#end("digits-differ");
    this.#agreed = true;
    this.#become("waiting");
    this.#send({ type: "pair-confirm", mac: base64(await mac(this.#secrets.confirmKey, "phone", this.#secrets.transcript)) });
  }

  cancel() { if (!this.isOver) this.#end("pair-cancelled"); }

  late() { if (!this.isOver) this.#end(this.step === "asking" ? "window-closed" : "window-late"); }

  #takeCommit(message) {
    const key = fromBase64(message.key, 65), commitment = fromBase64(message.commitment, 32);
    if (!key || !commitment || typeof message.name !== "string" || message.name.length > 64) return this.#end("pair-malformed");
    this.#commit = { key, commitment, name: message.name };
    this.#send({ type: "pair-nonce", nonce: base64(this.#nonce) });
  }

  async #takeReveal(message) {
    const nonce = fromBase64(message.nonce, 32), { key, commitment, name } = this.#commit;
    if (!nonce) return this.#end("pair-malformed");
    if (!equal(await commitmentOf(key, this.#key, nonce), commitment)) return this.#end("commitment-wrong");
    try {
      const z = await agree(this.#pair.privateKey, key);
      this.#secrets = await secretsOf({
        glasses: this.#glasses, glassesName: name, phoneName: this.#name, phoneKey: this.#key, glassesKey: key, phoneNonce: this.#nonce, glassesNonce: nonce, z,
      });
    } catch {
      return this.#end("pair-malformed"); // no point of the curve
    }
    this.digits = this.#secrets.digits;
    this.glassesName = name;
    this.#become("comparing");
  }

  async #takeConfirm(message) {
    const { confirmKey, transcript } = this.#secrets;
    if (!this.#agreed || !equal(await mac(confirmKey, "glasses", transcript), fromBase64(message.mac, 32))) return this.#end("confirm-wrong");
    this.#theirs = true;
    this.#send({ type: "pair-done", mac: base64(await mac(confirmKey, "done", transcript)) });
  }

  #finish() {
    const { bondKey, bond, password } = this.#secrets;
    this.bond = { glasses: this.#glasses, name: this.glassesName, bond, password, key: bondKey };
    this.#become("paired");
  }

  #end(code) {
    this.#send({ type: "pair-end", code, message: reasonOf(code) });
    this.#fail(code);
  }

  #fail(code, message) {
    this.code = code;
    this.reason = reasonOf(code, message);
    this.#become("failed");
  }

  #become(step) {
    this.step = step;
    this.#changed(this);
  }
}

