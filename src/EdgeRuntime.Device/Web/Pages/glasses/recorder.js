// Runs beside the page: turns what the microphone gives into 16-bit samples, 20 ms at a time.
class Recorder extends AudioWorkletProcessor {
  #block = new Int16Array(Math.round(sampleRate / 50));
  #filled = 0;
  #peak = 0;

  process(inputs) {
    const samples = inputs[0]?.[0];
    if (!samples) return true;
    for (const sample of samples) {
      this.#peak = Math.max(this.#peak, Math.abs(sample));
      this.#block[this.#filled++] = Math.max(-32768, Math.min(32767, Math.round(sample * 32768)));
      if (this.#filled === this.#block.length) this.#send();
    }
    return true;
  }

  #send() {
    this.port.postMessage({ peak: this.#peak, samples: this.#block.buffer }, [this.#block.buffer]);
    this.#block = new Int16Array(Math.round(sampleRate / 50));
    this.#filled = 0;
    this.#peak = 0;
  }
}
registerProcessor("recorder", Recorder);
