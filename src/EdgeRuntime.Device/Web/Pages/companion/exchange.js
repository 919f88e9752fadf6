// What is said inside a session: kept messages, each taken exactly once whatever breaks in between; live ones; and files in chunks.
import { concat, hex, sha256, utf8 } from "./crypto.js";
import { done } from "./store.js";

const AT_ONCE = 32, AGAIN_MS = 3000, WINDOW = 262144, MOST_TRIES = 3, ROOM_AGAIN_MS = 5000;
const MOST_PLAIN = 60 * 1024, HEAD = 100; // bytes of a message, and of what stands around its body

export class Exchange {
  #store; #send; #handlers; #acked = 0; #pushed = 0; #timer = 0; #fetching = null; #isFull = false; #roomTimer = 0;

  // send(bytes) seals and sends; handlers: live(message), kept(message), photos(), progress(transfer, part), waits(count), room(isThere).
  constructor(store, send, handlers) {
    this.#store = store;
    this.#send = send;
    this.#handlers = handlers;
  }

  // A session stands: say where this side is.
  async begin() {
    this.#pushed = 0;
    await this.say({ t: "sync", received: (await this.#store.get("meta", "received")) ?? 0 });
  }

  end() {
    clearTimeout(this.#timer);
    clearTimeout(this.#roomTimer);
    this.#fetching = null;
  }

  say(message) { return this.#send(utf8(JSON.stringify(message))); }

  // Kept until the glasses have acknowledged it; returns once it is on the disk here. What no message can hold would wait for ever, before all else.
  async keep(kind, body) {
    if (utf8(JSON.stringify(body)).length > MOST_PLAIN - HEAD) throw new RangeError("it is too long for one message.");
    await this.#store.change(["meta", "outbox"], async (at) => {
      const n = ((await done(at("meta").get("sent"))) ?? 0) + 1;
      at("meta").put(n, "sent");
      at("outbox").put({ n, kind, body });
    });
    await this.#push();
  }

  // A phone that is full loses nothing: what it cannot keep it does not acknowledge, so that the glasses say it again, and a file is asked for again.
  async take(plain) {
    try {
      await this.#take(plain);
    } catch (error) {
      if (error?.name !== "QuotaExceededError") throw error;
      this.#fetching = null;
      this.#become(true);
      clearTimeout(this.#roomTimer);
      this.#roomTimer = setTimeout(() => this.fetchNext(), ROOM_AGAIN_MS);
    }
  }

  async #take(plain) {
    if (plain[0] !== 0x7b) return this.#takeChunk(plain);
    const message = JSON.parse(new TextDecoder().decode(plain));
    switch (message.t) {
      case "put": return this.#takeKept(message);
      case "ack": return this.#takeAck(message.n);
      case "sync": return this.#takeSync(message.received);
      case "ping": return this.say({ t: "pong" });
      case "problem": if (message.transfer) this.#fetching = null; return this.#handlers.live(message);
      default: return this.#handlers.live(message);
    }
  }

  // Asks for the next file that is offered and not whole yet.
  async fetchNext() {
    if (this.#fetching) return;
    const open = (await this.#store.all("photos")).find((photo) => !photo.whole && (photo.tries ?? 0) < MOST_TRIES);
    if (!open) return;
    this.#fetching = { transfer: open.transfer, bytes: open.bytes, have: await this.#have(open.transfer), until: 0 };
    if (this.#fetching.have === open.bytes) return this.#complete(open.transfer);
    await this.#fetchWindow();
  }

  async #takeKept({ n, kind, body }) {
    const last = await this.#store.change(["meta", "notes", "tasks", "photos"], async (at) => {
      const received = (await done(at("meta").get("received"))) ?? 0;
      if (n !== received + 1) return received;
      at("meta").put(n, "received");
      if (kind === "note") at("notes").put(body);
      if (kind === "message") at("tasks").put({ n, ...body });
      if (kind === "offer" && !(await done(at("photos").get(body.transfer)))) at("photos").put({ ...body, whole: false });
      return n;
    });
    if (last === n) this.#become(false);
    await this.say({ t: "ack", n: last });
    if (last === n) this.#handlers.kept({ kind, body });
    if (last === n && kind === "offer") await this.fetchNext();
  }

  async #takeAck(n) {
    if (!Number.isSafeInteger(n) || n <= this.#acked) return;
    this.#acked = n;
    await this.#store.change(["outbox"], (at) => { at("outbox").delete(IDBKeyRange.upperBound(n)); });
    await this.#push();
  }

  async #takeSync(received) {
    await this.#takeAck(received);
    await this.#push();
    await this.fetchNext();
  }

  // The oldest that wait; all of them again after a while without an ack.
  async #push() {
    clearTimeout(this.#timer);
    const all = await this.#store.all("outbox"), waiting = all.slice(0, AT_ONCE), fresh = waiting.filter(({ n }) => n > this.#pushed);
    this.#handlers.waits(all.filter(({ kind }) => kind !== "fetched").length); // what the person did
    this.#pushed = Math.max(this.#pushed, ...fresh.map(({ n }) => n));
    for (const { n, kind, body } of fresh) await this.say({ t: "put", n, kind, body });
    if (waiting.length > 0) this.#timer = setTimeout(() => { this.#pushed = 0; this.#push(); }, AGAIN_MS);
  }

  #become(isFull) {
    if (this.#isFull !== isFull) this.#handlers.room(!isFull);
    this.#isFull = isFull;
  }

  async #have(transfer) {
    const parts = await this.#store.all("parts", IDBKeyRange.bound([transfer, 0], [transfer, Infinity]));
    return parts.reduce((sum, part) => sum + part.bytes.byteLength, 0);
  }

  async #fetchWindow() {
    const { transfer, have, bytes } = this.#fetching, count = Math.min(WINDOW, bytes - have);
    this.#fetching.until = have + count;
    await this.say({ t: "fetch", transfer, offset: have, count });
  }

  async #takeChunk(plain) {
    if (plain[0] !== 0 || plain.length < 17 || !this.#fetching) return;
    const transfer = hex(plain.slice(1, 9)), offset = Number(new DataView(plain.buffer, plain.byteOffset).getBigUint64(9)), bytes = plain.slice(17);
    const now = this.#fetching;
    if (transfer !== now.transfer || offset !== now.have || offset + bytes.length > now.bytes) return;
    await this.#store.put("parts", { transfer, offset, bytes });
    this.#become(false);
    now.have += bytes.length;
    this.#handlers.progress(transfer, now.have / now.bytes);
    if (now.have === now.bytes) await this.#complete(transfer);
    else if (now.have >= now.until) await this.#fetchWindow();
  }

  async #complete(transfer) {
    const photo = await this.#store.get("photos", transfer);
    const parts = await this.#store.all("parts", IDBKeyRange.bound([transfer, 0], [transfer, Infinity]));
    const content = concat(...parts.map((part) => new Uint8Array(part.bytes)));
    const right = (await sha256(content)) === photo.sha256;
    await this.#store.change(["photos", "parts"], (at) => {
      at("photos").put({ ...photo, whole: right, tries: (photo.tries ?? 0) + 1, content: right ? content : undefined });
      at("parts").delete(IDBKeyRange.bound([transfer, 0], [transfer, Infinity]));
    });
    this.#fetching = null;
    this.#handlers.photos();
    if (right) await this.keep("fetched", { transfer });
    await this.fetchNext();
  }
}

