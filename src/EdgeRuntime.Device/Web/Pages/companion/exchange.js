// What is said inside a session: kept messages, each taken exactly once whatever breaks in between; live ones; and files in chunks.
import { concat, hex, sha256, utf8 } from "./crypto.js";
import { done } from "./store.js";

const AT_ONCE = 32, STRIDE = AT_ONCE / 2, COUNTED_AT_ONCE = 500, AGAIN_MS = 3000, WINDOW = 262144, MOST_TRIES = 3, ROOM_AGAIN_MS = 5000;
const MOST_PLAIN = 60 * 1024, HEAD = 100; // bytes of a message, and of what stands around its body

export class Exchange {
  #store; #send; #handlers; #timer = 0; #fetching = null; #isFull = false; #roomTimer = 0;
  #counted = null; #waits = 0; #wanted = new Map(); // of what the person did: how much waits, and each setting as it was wanted last
  #isOpen = false; #acked = 0; #pushed = 0; #takenOff = 0; #pushing = Promise.resolve(); // numbers: had by the glasses, sent in this session, off the disk

  // send(bytes) seals and sends; handlers: live(message), kept(message), photos(), progress(transfer, part), waits(count), room(isThere),
  // anew(), unanswered().
  constructor(store, send, handlers) {
    this.#store = store;
    this.#send = send;
    this.#handlers = handlers;
  }

  // Settings that wait for the glasses.
  get wanted() { return Object.fromEntries([...this.#wanted].map(([name, { value }]) => [name, value])); }

  // What waits is read through once; from then on it is counted as it comes and goes.
  count() { return (this.#counted ??= this.#count()); }

  // A session stands: say where this side is.
  async begin() {
    await this.count();
    this.#isOpen = false; // until the glasses have said where they are
    const [oldest] = await this.#store.all("outbox", undefined, 1), next = oldest?.n ?? ((await this.#store.get("meta", "sent")) ?? 0) + 1;
    await this.say({ t: "sync", received: (await this.#store.get("meta", "received")) ?? 0, next });
  }

  end() {
    this.#isOpen = false;
    clearTimeout(this.#timer);
    clearTimeout(this.#roomTimer);
    this.#fetching = null;
  }

  say(message) { return this.#send(utf8(JSON.stringify(message))); }

  // Kept until the glasses have acknowledged it; returns once it is on the disk here. What no message can hold would wait for ever, before all else.
  async keep(kind, body) {
    if (utf8(JSON.stringify(body)).length > MOST_PLAIN - HEAD) throw new RangeError("it is too long for one message.");
    const want = kind === "set" ? this.#want(body) : null; // at once: else what the glasses said before would undo what the person has just touched
    const message = await this.#write(kind, body).catch((error) => {
      want?.takeBack();
      throw error;
    });
    want?.waitsAs(message.n);
    this.#come(message);
    this.#handlers.waits(this.#waits);
    await this.#push();
  }

  async #write(kind, body) {
    await this.count();
    return this.#store.change(["meta", "outbox"], async (at) => {
      const n = ((await done(at("meta").get("sent"))) ?? 0) + 1, kept = { n, kind, body };
      at("meta").put(n, "sent");
      at("outbox").put(kept);
      return kept;
    });
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
      case "sync": return this.#takeSync(message);
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

  async #count() {
    for (let last = 0, some; (some = await this.#store.all("outbox", IDBKeyRange.lowerBound(last, true), COUNTED_AT_ONCE)).length > 0; last = some.at(-1).n) {
      for (const message of some) this.#come(message);
    }
    this.#handlers.waits(this.#waits);
  }

  #come({ n, kind, body }) {
    if (kind === "fetched") return; // the person knows nothing of it
    this.#waits++;
    if (kind === "set") for (const [name, value] of Object.entries(body)) if (!(this.#wanted.get(name)?.n >= n)) this.#wanted.set(name, { n, value });
  }

  // What was touched and has no number yet; the last of several counts.
  #want(body) {
    const before = new Map(this.#wanted), now = Object.entries(body).map(([name, value]) => [name, { n: Infinity, value }]);
    for (const [name, wanted] of now) this.#wanted.set(name, wanted);
    return {
      waitsAs: (n) => { for (const [, wanted] of now) wanted.n = n; },
      takeBack: () => {
        for (const [name, wanted] of now) {
          if (this.#wanted.get(name) !== wanted) continue;
          const old = before.get(name);
          if (old?.n > this.#takenOff) this.#wanted.set(name, old);
          else this.#wanted.delete(name);
        }
      },
    };
  }

  async #takeAck(n) {
    if (!Number.isSafeInteger(n) || n <= this.#acked) return;
    this.#acked = n;
    this.#pushed = Math.max(this.#pushed, n);
    if (n - this.#takenOff >= STRIDE || n === this.#pushed) await this.#takeOff();
    await this.#push();
  }

  async #takeSync({ received, anew }) {
    if (!Number.isSafeInteger(received)) return;
    this.#acked = this.#pushed = received;
    this.#isOpen = true;
    await this.#takeOff();
    await this.#push();
    if (anew) this.#handlers.anew();
    await this.fetchNext();
  }

  // Several at a time, and not at once onto the disk: what a power cut brings back, the glasses' next sync takes off.
  async #takeOff() {
    if (this.#acked <= this.#takenOff) return;
    const range = IDBKeyRange.upperBound(this.#acked), off = await this.#store.all("outbox", range);
    await this.#store.change(["outbox"], (at) => { at("outbox").delete(range); }, "relaxed");
    this.#takenOff = this.#acked;
    this.#waits -= off.filter(({ kind }) => kind !== "fetched").length;
    for (const [name, { n }] of this.#wanted) if (n <= this.#takenOff) this.#wanted.delete(name);
    this.#handlers.waits(this.#waits);
  }

  // The oldest that wait and are not under way; one after the other, so that none is sent twice.
  #push() { return (this.#pushing = this.#pushing.then(() => this.#pushSome(), () => this.#pushSome())); }

  async #pushSome() {
    const room = AT_ONCE - (this.#pushed - this.#acked);
    if (!this.#isOpen || room <= 0) return;
    const fresh = await this.#store.all("outbox", IDBKeyRange.lowerBound(this.#pushed, true), room);
    this.#pushed = fresh.at(-1)?.n ?? this.#pushed;
    for (const { n, kind, body } of fresh) await this.say({ t: "put", n, kind, body });
    clearTimeout(this.#timer);
    if (this.#pushed > this.#acked) this.#timer = setTimeout(() => this.#again(), AGAIN_MS);
  }

  // All that are under way once more, after a while without an ack.
  #again() {
    this.#pushed = this.#acked;
    this.#handlers.unanswered();
    this.#push();
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

