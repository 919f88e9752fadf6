// The way to the glasses: MQTT over a WebSocket, first as a stranger who wants to pair, then with the bond.
import mqtt from "/vendor/mqtt-5.16.0.js";
import { hex, random, utf8 } from "./crypto.js";
import { Exchange } from "./exchange.js";
import { Pairing } from "./pairing.js";
import { Session } from "./session.js";

const OPTIONS = { protocolVersion: 5, clean: true, keepalive: 20, connectTimeout: 8000, reconnectPeriod: 500, resubscribe: false, timerVariant: "native" };
const WINDOW_MS = 60_000, HELLO_AGAIN_MS = 3000, SILENCE_MS = 20_000, PROBE_MS = 2000, REFUSED_AGAIN_MS = 5000;

// The broker: what the QR code says, else what was said when this phone was paired, else the one behind this page. The page's policy lets it reach
// the one that the glasses were told of, and no other.
export function brokerOf(location, kept) {
  const said = new URLSearchParams(location.hash.slice(1)), given = said.has("glasses") ? said.get("broker") : kept;
  const isOne = given?.startsWith("wss://") || (location.protocol === "http:" && given?.startsWith("ws://"));
  return isOne ? given : `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/mqtt`;
}

// MQTT.js takes the brackets off an IPv6 address and then cannot find it; given beside the address, the name stays whole.
const connect = (broker, options) => mqtt.connect(broker, { ...OPTIONS, hostname: new URL(broker).hostname, ...options });

// A link that has died in silence: the browser may hold on to it for a minute.
function renew(client) {
  client.end(true);
  client.reconnect(); // as soon as it has ended
}

// What was said last is on its way before the link closes. Where there is none, nothing can be.
const part = (client) => client.end(!client.connected);

const json = (payload) => { try { return JSON.parse(new TextDecoder().decode(payload)); } catch { return null; } };

// Looks for glasses and pairs with them. found(list) and changed(pairing) are called as things happen.
export class Stranger {
  #client; #session = hex(random(16)); #found = new Map(); #handlers; #pairing = null; #down = ""; #chain = Promise.resolve(); #timer = 0; #isOver = false;

  constructor(broker, handlers) {
    this.#handlers = handlers;
    this.#client = connect(broker, { clientId: `pair-${this.#session}` });
    this.#client.on("connect", () => { this.#client.subscribe("edge/+/about"); this.#tell(true); });
    this.#client.on("close", () => this.#tell(false));
    this.#client.on("error", () => this.#tell(false));
    this.#client.on("message", (topic, payload) => this.#take(topic, payload));
  }

  async pair(glasses, name) {
    const topic = `edge/${glasses}/pair/${this.#session}`;
    this.#down = `${topic}/down`;
    this.#pairing = new Pairing({
      glasses, name,
      send: (message) => this.#client.publish(`${topic}/up`, JSON.stringify(message)),
      changed: (pairing) => this.#handlers.changed(pairing),
    });
    await this.#client.subscribeAsync(this.#down);
    this.#timer = setTimeout(() => this.#pairing.late(), WINDOW_MS);
    await this.#pairing.start();
    return this.#pairing;
  }

  end() {
    this.#isOver = true;
    clearTimeout(this.#timer);
    part(this.#client);
  }

  // The page was asleep, or the network changed. An attempt under way is left alone: it has its own end.
  wake() { if (!this.#isOver && !this.#pairing) renew(this.#client); }

  #tell(isThere) { if (!this.#isOver) this.#handlers.link(isThere); }

  #take(topic, payload) {
    const message = json(payload);
    if (!message) return;
    if (topic === this.#down) this.#chain = this.#chain.then(() => this.#pairing.take(message));
    if (topic.endsWith("/about") && message.protocol === 1 && topic === `edge/${message.glasses}/about`) {
      this.#found.set(message.glasses, message);
      this.#handlers.found([...this.#found.values()]);
    }
  }
}

// The bonded phone: keeps a session up for as long as it lives.
export class Companion {
  #bond; #client; #topic; #session = null; #handlers; #chain = Promise.resolve(); #hello = 0; #pulse = 0; #heard = 0; #begun = 0; #probe = 0; #isUnknown = false;

  // handlers: link(state) with "away", "greeting", "up" or "unknown", and those of the exchange.
  constructor(broker, bond, store, handlers) {
    this.#bond = bond;
    this.#handlers = handlers;
    this.#topic = `edge/${bond.glasses}/bond/${bond.bond}`;
    this.exchange = new Exchange(store, (plain) => this.#send(plain), { ...handlers, unanswered: () => this.#ask() });
    this.#client = connect(broker, { clientId: `phone-${bond.bond}-${hex(random(4))}`, username: bond.bond, password: bond.password });
    this.#client.on("connect", () => this.#connected());
    this.#client.on("close", () => this.#lost());
    this.#client.on("error", (error) => { if ([0x86, 0x87].includes(error.code)) this.#unknown(); });
    this.#client.on("message", (_, payload) => this.#queue(() => this.#take(new Uint8Array(payload))));
  }

  // Nothing of the glasses is taken any more when this returns; not to be awaited by what they said.
  async end() {
    this.#lost();
    part(this.#client);
    await this.#chain;
  }

  // The phone has slept, or its network has changed: whether the glasses are still there is asked at once.
  wake() {
    if (this.#session?.isOpen) this.#ask();
    else this.#renew(); // whatever it was waiting for may have been lost meanwhile
  }

  #queue(work) { this.#chain = this.#chain.then(work).catch((error) => console.warn("companion:", error.name)); }

  async #connected() {
    await this.#client.subscribeAsync(`${this.#topic}/down`);
    this.#greet();
  }

  #lost() {
    this.#stopClocks();
    this.#session = null;
    this.exchange.end();
    this.#tell("away");
  }

  #stopClocks() {
    clearTimeout(this.#hello);
    clearInterval(this.#pulse);
    this.#hears();
  }

  #hears() {
    clearTimeout(this.#probe);
    this.#probe = 0;
  }

  // Anything that is heard answers; silence means that the link is dead.
  #ask() {
    if (this.#probe || !this.#session?.isOpen) return;
    this.#probe = setTimeout(() => this.#renew(), PROBE_MS);
    this.exchange.say({ t: "ping" });
  }

  #renew() {
    this.#lost();
    renew(this.#client);
  }

  // Said by whoever carries the messages, which proves nothing: the bond stays, and is tried again, only not as often.
  #unknown() {
    this.#isUnknown = true;
    this.#client.options.reconnectPeriod = REFUSED_AGAIN_MS;
    this.#handlers.link("unknown");
  }

  #tell(state) { if (!this.#isUnknown) this.#handlers.link(state); }

  // A fresh session; again until the glasses answer.
  #greet() {
    this.#stopClocks();
    this.exchange.end();
    this.#tell("greeting");
    this.#begun = performance.now();
    const session = new Session(this.#bond);
    this.#session = session;
    this.#hello = setTimeout(() => this.#greet(), HELLO_AGAIN_MS);
    this.#queue(async () => { if (session === this.#session) this.#publish(utf8(JSON.stringify(await session.hello()))); });
  }

  async #take(payload) {
    const session = this.#session;
    if (!session) return;
    if (payload[0] === 0x7b) return this.#takeOpen(session, json(payload) ?? {});
    const plain = session.isOpen ? await session.open(payload) : null;
    if (plain) {
      this.#heard = performance.now();
      this.#hears();
      await this.exchange.take(plain);
    } else if (session.isOpen) {
      this.#greetAgain(); // what cannot be opened may mean that the glasses have lost the session
    }
  }

  // Whoever is in between may claim that it is needed, so it has its own pace.
  #greetAgain() { if (performance.now() - this.#begun > HELLO_AGAIN_MS) this.#greet(); }

  async #takeOpen(session, message) {
    if (message.type === "refused" && message.code === "session-unknown") return this.#greetAgain();
    if (message.type === "refused" && !session.isOpen) this.#unknown();
    if (message.type !== "welcome" || !(await session.welcome(message))) return;
    clearTimeout(this.#hello);
    this.#isUnknown = false;
    this.#client.options.reconnectPeriod = OPTIONS.reconnectPeriod;
    this.#heard = performance.now();
    this.#pulse = setInterval(() => this.#beat(), SILENCE_MS / 4);
    await this.exchange.begin();
    this.#handlers.link("up");
  }

  #beat() { if (performance.now() - this.#heard > SILENCE_MS) this.#ask(); }

  async #send(plain) {
    const session = this.#session;
    if (!session?.isOpen) return;
    const frame = await session.seal(plain);
    if (session === this.#session) this.#publish(frame);
  }

  #publish(payload) { if (this.#client.connected) this.#client.publish(`${this.#topic}/up`, payload); }
}
