// The socket to the runtime. Words are JSON; sound and pictures are bytes behind a header of eight: kind, three zeros, number (little-endian).
export const SOUND = 1, PICTURE = 2, SPEECH = 3;
const HEADER = 8;
const MOST_WAITING = 256 * 1024; // bytes that wait to be sent before sound is dropped rather than late

export function frameOf(kind, number, content) {
  const frame = new Uint8Array(HEADER + content.byteLength);
  frame[0] = kind;
  new DataView(frame.buffer).setUint32(4, number, true);
  frame.set(new Uint8Array(content), HEADER);
  return frame;
}

export class Link {
  #socket = null;
  #handlers;
  #again = 500;
  #replaced = false;

  // handlers: open(), closed(why), words(event), bytes(kind, number, content)
  constructor(handlers) {
    this.#handlers = handlers;
    this.#open();
  }

  get isOpen() { return this.#socket?.readyState === WebSocket.OPEN; }

  tell(command) {
    if (this.isOpen) this.#socket.send(JSON.stringify(command));
  }

  // Returns false when it had to be dropped.
  send(kind, number, content) {
    if (!this.isOpen || (kind === SOUND && this.#socket.bufferedAmount > MOST_WAITING)) return false;
    this.#socket.send(frameOf(kind, number, content));
    return true;
  }

  takeOver() {
    this.#replaced = false;
    this.#open();
  }

  #open() {
    const key = new URLSearchParams(location.hash.slice(1)).get("key");
    const address = new URL("/glasses/socket", location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    address.hash = "";
    if (key) address.searchParams.set("key", key);
    const socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => { this.#again = 500; this.#handlers.open(); };
    socket.onmessage = (message) => this.#take(message.data);
    socket.onclose = (event) => this.#closed(event.reason);
    this.#socket = socket;
  }

  #take(data) {
    if (typeof data === "string") {
      const event = JSON.parse(data);
      if (event.kind === "replaced") this.#replaced = true;
      this.#handlers.words(event);
      return;
    }
    const view = new DataView(data);
    this.#handlers.bytes(view.getUint8(0), view.getUint32(4, true), data.slice(HEADER));
  }

  #closed(reason) {
    this.#handlers.closed(this.#replaced ? "replaced" : reason);
    if (this.#replaced) return;
    setTimeout(() => this.#open(), this.#again);
    this.#again = Math.min(this.#again * 2, 5000);
  }
}
