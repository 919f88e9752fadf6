// The camera of the page: a frame of the webcam when the glasses ask for one.
const LONGEST_SIDE = 1280; // pixels
const QUALITY = 0.85;

export class Webcam {
  #stream = null;
  #view;

  constructor(view) { this.#view = view; }

  get isOn() { return this.#stream !== null; }

  async start() {
    this.#stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: LONGEST_SIDE } } });
    this.#view.srcObject = this.#stream;
    this.#view.hidden = false;
    await this.#view.play();
  }

  stop() {
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = null;
    this.#view.srcObject = null;
    this.#view.hidden = true;
  }

  // The bytes of a JPEG, or null without a webcam.
  frame() {
    const { videoWidth: width, videoHeight: height } = this.#view;
    if (!this.isOn || !width) return null;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext("2d").drawImage(this.#view, 0, 0, canvas.width, canvas.height);
    const [, base64] = canvas.toDataURL("image/jpeg", QUALITY).split(","); // at once: toBlob waits until the browser has nothing else to do
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer;
  }
}
