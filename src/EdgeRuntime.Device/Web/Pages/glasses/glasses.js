// The page /glasses: what the person does goes to the runtime, and what the runtime says is shown and heard.
import { Link, SOUND, PICTURE, SPEECH } from "./socket.js";
import { Loudspeaker, Microphone } from "./sound.js";
import { onAnswer, showPairing } from "./pairing.js";
import { Webcam } from "./webcam.js";
import { delayOf, draw, facts, milliseconds, rowsOf } from "/timeline.js";

const at = (id) => document.getElementById(id);
const microphone = new Microphone(), loudspeaker = new Loudspeaker(), webcam = new Webcam(at("view"));
let hardware = { worn: true, open: true };
const LOST_SHOWN_MS = 5000;
let lostAt = null, rate = 0, dead = "";
const DEATHS = {
  ended: "The microphone has ended: it was unplugged, or may not be used any more.",
  muted: "The microphone is muted by this machine or its browser.",
  suspended: "The browser has paused the microphone.",
};

const link = new Link({ open: opened, closed, words, bytes });

function opened() {
  pill("good", "connected");
  trouble(dead);
  link.tell({ kind: "webcam", on: webcam.isOn });
  if (microphone.isOn) link.tell({ kind: "microphone", rate });
}

function closed(why) {
  if (why === "replaced") {
    pill("bad", "used elsewhere");
    trouble("Another page is the glasses now.");
    at("take-back").hidden = false;
    turnOff();
  } else {
    pill("warn", "reconnecting");
    if (why) trouble(why);
  }
  mode("idle", "Not connected.");
}

function words(event) {
  switch (event.kind) {
    case "state": if (event.state) showState(event.state); break;
    case "listening": mode("listening", event.phrase ? `Heard “${event.phrase}”. Listening…` : "Listening…"); break;
    case "wake-refused": mode("idle", `That sounded like “${event.phrase}”, but was not.`); break;
    case "wake-dropped": mode("idle", "That was not for the glasses."); showTurn(event.turn); break;
    case "heard": mode("busy", "Thinking…"); showTurn(event.turn); break;
    case "answered": mode("idle", idle()); showTurn(event.turn); break;
    case "cancelled": mode("idle", "Cancelled."); break;
    case "broken": mode("idle", event.failure ? `${event.failure.message} ${event.failure.next}` : "Something broke."); break;
    case "say": say(event); break;
    case "hush": loudspeaker.hush(event.id); break;
    case "pairing": showPairing(event.pairing); break;
    case "frame": sendFrame(event.id); break;
  }
}

function bytes(kind, number, content) {
  if (kind === SPEECH) loudspeaker.play(number, content, () => link.tell({ kind: "spoken", id: number }));
  if (kind === PICTURE) showPhoto(content);
}

function say({ id, sentences, spoken, own_voice: ownVoice }) {
  at("shown").textContent = sentences.join(" ");
  mode("speaking", "Answering…");
  if (ownVoice) loudspeaker.say(id, spoken, () => link.tell({ kind: "spoken", id }));
}

function sendFrame(id) {
  const frame = webcam.frame();
  if (frame) link.send(PICTURE, id, frame);
  else link.tell({ kind: "no-frame", id });
}

function showPhoto(content) {
  const photo = at("photo");
  URL.revokeObjectURL(photo.src);
  photo.src = URL.createObjectURL(new Blob([content], { type: "image/jpeg" }));
  at("photo-time").textContent = `Taken at ${new Date().toLocaleTimeString()}.`;
  at("photo-figure").hidden = false;
  at("no-photo").hidden = true;
}

function showTurn(turn) {
  const rows = rowsOf(turn.events), delay = delayOf(rows);
  at("no-turn").hidden = true;
  at("turn").hidden = false;
  at("summary").textContent = delay === null ? "" : `The answer began ${milliseconds(delay)} after the end of the sentence was heard.`;
  draw(at("timeline"), rows);
  facts(at("facts"), turn);
}

function showState(state) {
  hardware = state.hardware;
  loudspeaker.volume = state.volume;
  at("volume").textContent = state.volume === 0 ? "muted" : `${state.volume} %`;
  at("timers").textContent = [state.timers, state.ringing && `${state.ringing}: ringing`, state.missed && `missed: ${state.missed}`].filter((text) => text != null).join(", ");
  at("local-only").textContent = state.local_only ? "locked: nothing leaves the glasses" : "not locked";
  at("frame").dataset.led = hardware.led_on ? "on" : "off";
  at("led").textContent = hardware.led_on ? "Camera light on: a picture is being taken" : "Camera light off";
  for (const name of ["worn", "open", "charging"]) at(name).checked = hardware[name];
  slider("battery", hardware.battery_percent, "%");
  slider("heat", hardware.skin_celsius, "°C");
  if (!hardware.hears) mode("asleep", hardware.open ? "Not worn: the glasses hear nothing." : "Folded: the glasses hear nothing.");
  else if (at("frame").dataset.mode === "asleep") mode("idle", idle());
}

function slider(id, value, unit) {
  if (document.activeElement !== at(id)) at(id).value = value;
  at(`${id}-value`).textContent = `${Math.round(value)} ${unit}`;
}

const idle = () => (microphone.isOn ? "Waiting for “view glass”." : "The microphone is off.");

function mode(name, text) {
  at("frame").dataset.mode = hardware.worn && hardware.open ? name : "asleep";
  at("mode").textContent = text;
}

function pill(kind, text) {
  at("link").className = `pill ${kind}`;
  at("link").textContent = text;
}

function trouble(text) {
  at("trouble").textContent = text;
  at("trouble").hidden = !text;
}

function heard(samples, peak) {
  if (!microphone.isOn) return; // the last of what it heard before it was turned off
  at("level").style.transform = `scaleX(${Math.min(1, Math.sqrt(peak))})`;
  const isLost = !link.send(SOUND, 0, samples) && link.isOpen, now = performance.now();
  if (isLost && lostAt === null) trouble("Sound is being lost: the link is too slow.");
  if (isLost) lostAt = now;
  else if (lostAt !== null && now - lostAt > LOST_SHOWN_MS) { lostAt = null; trouble(""); }
}

async function turnOn() {
  try {
    rate = await microphone.start(heard, died);
    link.tell({ kind: "microphone", rate });
    mode("idle", idle());
    trouble(dead = "");
  } catch (error) {
    trouble(`The microphone cannot be used: ${error.message}`);
  }
  showMicrophone();
}

// why: how it ended by itself; none where the person turned it off.
async function turnOff(why) {
  link.tell({ kind: "microphone", rate: 0, why });
  await microphone.stop();
  at("level").style.transform = "scaleX(0)";
  mode("idle", idle());
  showMicrophone();
}

async function died(why) {
  await turnOff(why);
  trouble(dead = `${DEATHS[why]} See what took it away, then turn it on again.`);
}

function showMicrophone() {
  at("microphone").textContent = microphone.isOn ? "Turn the microphone off" : "Turn the microphone on";
  at("microphone").setAttribute("aria-pressed", microphone.isOn);
}

at("take-back").onclick = () => { at("take-back").hidden = true; link.takeOver(); };
at("microphone").onclick = () => { loudspeaker.unlock(); return microphone.isOn ? turnOff() : turnOn(); };
at("tap").onclick = () => { loudspeaker.unlock(); link.tell({ kind: "press", button: "tap" }); };

// Held for ten seconds it erases everything: the glasses count aloud, and letting go at any moment, or losing the page, ends that.
const LONG_MS = 2000;
let heldSince = null, heldFor = 0;
function hold(down) {
  if (down === (heldSince !== null)) return;
  heldFor = down ? 0 : performance.now() - heldSince;
  heldSince = down ? performance.now() : null;
  if (down) loudspeaker.unlock();
  link.tell({ kind: "press", button: down ? "down" : "up" });
}
at("long").onpointerdown = (event) => { event.target.setPointerCapture(event.pointerId); hold(true); };
at("long").onpointerup = at("long").onpointercancel = at("long").onlostpointercapture = at("long").onblur = () => hold(false);
at("long").onkeydown = ({ key, repeat }) => { if ((key === " " || key === "Enter") && !repeat) hold(true); };
at("long").onkeyup = () => hold(false);
at("long").oncontextmenu = (event) => event.preventDefault(); // a long touch
at("long").onclick = () => { if (heldFor < LONG_MS) link.tell({ kind: "press", button: "long" }); };
onAnswer((same) => link.tell({ kind: "pairing", on: same }));
at("worn").onchange = ({ target }) => link.tell({ kind: "move", worn: target.checked });
at("open").onchange = ({ target }) => link.tell({ kind: "move", open: target.checked });
at("charging").onchange = ({ target }) => link.tell({ kind: "move", charging: target.checked });
at("battery").oninput = ({ target }) => link.tell({ kind: "move", battery: target.valueAsNumber });
at("heat").oninput = ({ target }) => link.tell({ kind: "move", celsius: target.valueAsNumber });
at("webcam").onchange = async ({ target }) => {
  try {
    if (target.checked) await webcam.start();
    else webcam.stop();
  } catch (error) {
    target.checked = false;
    trouble(`The webcam cannot be used: ${error.message}`);
  }
  link.tell({ kind: "webcam", on: webcam.isOn });
};
