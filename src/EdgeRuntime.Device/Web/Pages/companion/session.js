// One sealed session between phone and glasses: fresh keys, frames that cannot be read, changed, replayed or turned round.
import { agree, base64, concat, equal, fromBase64, hash, hkdf, mac, newKeyPair, publicBytes, random, utf8 } from "./crypto.js";

const subtle = globalThis.crypto.subtle;
const HEADER = 25, TAG = 16, MOST = 64 * 1024;

export const helloMac = (bond, session, key) => mac(bond.key, "edge hello 1", bond.glasses, bond.bond, session, key);
export const welcomeMac = (bond, session, phoneKey, glassesKey) => mac(bond.key, "edge welcome 1", bond.glasses, bond.bond, session, phoneKey, glassesKey);

export async function keysOf(bond, session, phoneKey, glassesKey, z) {
  const salt = await mac(bond.key, "edge salt 1", await hash("edge session 1", bond.glasses, bond.bond, session, phoneKey, glassesKey));
  const key = async (info, use) => subtle.importKey("raw", await hkdf(z, salt, info), "AES-GCM", false, [use]);
  return { up: (use) => key("edge up 1", use), down: (use) => key("edge down 1", use) };
}

export async function seal(key, session, counter, plain) {
  const header = new Uint8Array(HEADER);
  header[0] = 1;
  header.set(session, 1);
  new DataView(header.buffer).setBigUint64(17, BigInt(counter));
  return concat(header, new Uint8Array(await subtle.encrypt(parameters(header), key, plain)));
}

// { counter, plain }, or null for what is no frame of this session, was changed, or is not above the last counter.
export async function open(key, session, last, frame) {
  if (frame.length < HEADER + TAG || frame.length > MOST || frame[0] !== 1 || !equal(frame.slice(1, 17), session)) return null;
  const header = frame.slice(0, HEADER), counter = Number(new DataView(header.buffer).getBigUint64(17));
  if (counter <= last) return null;
  try {
    return { counter, plain: new Uint8Array(await subtle.decrypt(parameters(header), key, frame.slice(HEADER))) };
  } catch {
    return null;
  }
}

const parameters = (header) => ({ name: "AES-GCM", iv: concat(new Uint8Array(4), header.slice(17)), additionalData: header, tagLength: 128 });

export class Session {
  #bond; #pair; #key; #id = random(16); #up = null; #down; #sent = 0; #last = 0;

  constructor(bond) { this.#bond = bond; }

  get isOpen() { return this.#up !== null; }

  async hello() {
    this.#pair = await newKeyPair();
    this.#key = await publicBytes(this.#pair);
    return { type: "hello", session: base64(this.#id), key: base64(this.#key), mac: base64(await helloMac(this.#bond, this.#id, this.#key)) };
  }

  // True when the glasses have proved that they hold the bond, and the session stands.
  async welcome(message) {
    const key = fromBase64(message.key, 65);
    if (this.isOpen || !key || !equal(fromBase64(message.session, 16), this.#id)) return false;
    if (!equal(fromBase64(message.mac, 32), await welcomeMac(this.#bond, this.#id, this.#key, key))) return false;
    const keys = await keysOf(this.#bond, this.#id, this.#key, key, await agree(this.#pair.privateKey, key));
    this.#down = await keys.down("decrypt");
    this.#up = await keys.up("encrypt");
    return true;
  }

  seal(plain) { return seal(this.#up, this.#id, ++this.#sent, typeof plain === "string" ? utf8(plain) : plain); }

  // The plain bytes, or null.
  async open(frame) {
    const opened = await open(this.#down, this.#id, this.#last, frame);
    if (!opened) return null;
    this.#last = opened.counter;
    return opened.plain;
  }
}
