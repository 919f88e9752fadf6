// The primitives of the protocol between glasses and phone (src/EdgeRuntime.Contracts/Pairing/README.md), on WebCrypto alone.
const subtle = globalThis.crypto.subtle;
const encoder = new TextEncoder();

export const utf8 = (text) => encoder.encode(text);
export const random = (length) => crypto.getRandomValues(new Uint8Array(length));
export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
export const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
export const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

// Bytes of a base64 text of a known length; null for anything else.
export function fromBase64(text, length) {
  if (typeof text !== "string") return null;
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return bytes.length === length ? bytes : null;
  } catch {
    return null;
  }
}

export function concat(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { all.set(part, at); at += part.length; }
  return all;
}

// Each item as a 4-byte big-endian length and its bytes.
export function lp(...items) {
  return concat(...items.flatMap((item) => {
    const bytes = typeof item === "string" ? utf8(item) : item, length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, bytes.length);
    return [length, bytes];
  }));
}

export const hash = async (...items) => new Uint8Array(await subtle.digest("SHA-256", lp(...items)));
export const sha256 = async (bytes) => hex(new Uint8Array(await subtle.digest("SHA-256", bytes)));
export const macKey = (bytes) => subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]); // never leaves the browser again
export const mac = async (key, ...items) => new Uint8Array(await subtle.sign("HMAC", key, lp(...items)));

export async function hkdf(secret, salt, info) {
  const key = await subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  return new Uint8Array(await subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info: utf8(info) }, key, 256));
}

export const newKeyPair = () => subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
export const publicBytes = async (pair) => new Uint8Array(await subtle.exportKey("raw", pair.publicKey));

// The 32-byte x coordinate; throws for bytes that are no point of the curve.
export async function agree(privateKey, otherPublic) {
  const other = await subtle.importKey("raw", otherPublic, { name: "ECDH", namedCurve: "P-256" }, false, []);
  return new Uint8Array(await subtle.deriveBits({ name: "ECDH", public: other }, privateKey, 256));
}

// Takes the same time wherever they differ.
export function equal(one, other) {
  if (!one || !other || one.length !== other.length) return false;
  return one.reduce((difference, byte, at) => difference | (byte ^ other[at]), 0) === 0;
}
