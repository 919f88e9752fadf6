// Microphone and loudspeaker of the page.
const RESUMED_MS = 1000; // for a browser that paused the sound to let it go on

export class Microphone {
  #context = null;
  #stream = null;
  #diedOf = null;

  get isOn() { return this.#stream !== null; }

  // take(samples, peak) gets 20 ms at a time; died(why) is told "ended", "muted" or "suspended" when it gives no more by itself. Returns the samples
  // per second. Throws what the browser throws.
  async start(take, died) {
    if (!navigator.mediaDevices) throw new Error("This browser gives the microphone only to pages over HTTPS or from this machine itself.");
    const context = new AudioContext();
    try {
      await context.audioWorklet.addModule("/glasses/recorder.js");
      const recorder = new AudioWorkletNode(context, "recorder", { numberOfOutputs: 0 });
      recorder.port.onmessage = ({ data }) => take(data.samples, data.peak);
      await context.resume();
      // Last, so that nothing that it hears is lost while the rest is made.
      this.#stream = await navigator.mediaDevices.getUserMedia({
        audio: { channelCount: 1, echoCancellation: true, noiseSuppression: false, autoGainControl: false },
      });
      context.createMediaStreamSource(this.#stream).connect(recorder);
      this.#watch(context, this.#stream, died);
    } catch (error) {
      await context.close();
      throw error;
    }
    this.#context = context;
    return context.sampleRate;
  }

  // What was told once is not told again, and nothing is after it was stopped.
  #watch(context, stream, died) {
    const die = (why) => { if (this.#stream === stream && this.#diedOf !== stream) { this.#diedOf = stream; died(why); } };
    for (const track of stream.getAudioTracks()) {
      track.onended = () => die("ended");
      track.onmute = () => die("muted");
    }
    context.onstatechange = () => {
      if (context.state === "running" || context.state === "closed") return;
      context.resume(); // some browsers only pause until they are asked
      setTimeout(() => { if (context.state !== "running") die("suspended"); }, RESUMED_MS);
    };
  }

  async stop() {
    this.#stream?.getTracks().forEach((track) => track.stop());
    await this.#context?.close();
    this.#stream = null;
    this.#context = null;
  }
}

globalThis.speechSynthesis?.getVoices(); // asks for them: some browsers have none ready the first time

export class Loudspeaker {
  #context = null;
  #playing = new Map(); // number to what stops it
  volume = 50;

  // Browsers make no sound before the person has touched the page.
  unlock() {
    this.#context ??= new AudioContext();
    this.#context.resume();
  }

  async play(number, wav, done) {
    const context = this.#context;
    if (!context || context.state !== "running" || this.volume === 0) return done();
    const source = context.createBufferSource();
    source.buffer = await context.decodeAudioData(wav);
    const gain = context.createGain();
    gain.gain.value = (this.volume / 100) ** 2;
    source.connect(gain).connect(context.destination);
    source.onended = () => { this.#playing.delete(number); done(); };
    this.#playing.set(number, () => source.stop());
    source.start();
  }

  // With the browser's own voice, where the runtime has none.
  say(number, sentences, done) {
    const voices = globalThis.speechSynthesis?.getVoices() ?? [];
    if (voices.length === 0 || this.volume === 0) return done();
    const words = new SpeechSynthesisUtterance(sentences.join(" "));
    words.lang = "en-US";
    words.volume = this.volume / 100;
    words.onend = words.onerror = () => { this.#playing.delete(number); done(); };
    this.#playing.set(number, () => speechSynthesis.cancel());
    speechSynthesis.speak(words);
  }

  hush(number) { this.#playing.get(number)?.(); }
}
