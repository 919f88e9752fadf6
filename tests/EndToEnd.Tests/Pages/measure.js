// Measures the pages on this machine, everything on loopback: from the opening of the companion to paired with a status on it, and from a command that is
// spoken into the glasses to its effect on the phone.
// NODE_PATH=artifacts/peers/node_modules node tests/EndToEnd.Tests/Pages/measure.js PATH/TO/edge-runtime [RUNS]: one line of JSON per run, then the summary.
"use strict";
const { spawn, execFileSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const readline = require("node:readline");
const { connected, delivered, pair, set } = require("./phone.js");
const { hear } = require("./glasses.js");
const { World } = require("./world.js");

const SPEECH = path.join(__dirname, "../../fixtures/speech"), SAMPLES = 16_000;

async function main(program, runs) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "pages-")), microphone = path.join(folder, "said.wav");
  const served = spawn(program, ["run", "--http", "127.0.0.1:0", "--json", "--state", path.join(folder, "state")], { stdio: ["ignore", "ignore", "pipe"] });
  const address = await addressOf(served);
  const world = await World.open({ chromium: execFileSync("which", ["chromium"]).toString().trim(), address, phones: address, microphone, shots: folder });
  world.prepare = (page) => page.addInitScript(listen);
  try {
    const results = { paired: [], volume: [], photo: [] };
    for (let run = 0; run < runs; run++) report(results.paired, "paired", { ms: await pairOnce(world, `phone ${run}`) });
    await pair(world, {});
    for (let run = 0; run < runs; run++) report(results.volume, "volume", await volumeOnce(world, microphone));
    await (await world.glasses()).check("#webcam");
    for (let run = 0; run < runs; run++) report(results.photo, "photo", await photoOnce(world, microphone));
    for (const [name, rows] of Object.entries(results)) for (const key of Object.keys(rows[0])) console.log(summary(name, key, rows.map((row) => row[key])));
  } finally {
    await world.close();
    served.kill("SIGTERM");
    fs.rmSync(folder, { recursive: true });
  }
}

async function addressOf(served) {
  for await (const line of readline.createInterface({ input: served.stderr })) {
    if (line.startsWith("The companion: ")) return new URL(line.slice("The companion: ".length)).origin;
  }
  throw new Error(`The program ended with ${served.exitCode}.`);
}

async function pairOnce(world, name) {
  const { pairedMs } = await pair(world, { name });
  await world.leave(world.phone(name));
  return pairedMs;
}

async function volumeOnce(world, microphone) {
  const phone = await world.panel("settings");
  await set(phone, { volume: 60 });
  await delivered(phone);
  await (await world.glasses()).locator("#volume", { hasText: "60 %" }).waitFor();
  await phone.evaluate(() => {
    const shown = document.getElementById("volume-value");
    globalThis.effect = new Promise((resolve) => new MutationObserver(() => shown.textContent === "30 %" && resolve(Date.now())).observe(shown, { childList: true }));
  });
  return timed(world, microphone, "set-volume-thirty.wav");
}

async function photoOnce(world, microphone) {
  const phone = await world.panel("photos");
  await phone.evaluate(() => {
    const list = document.getElementById("photo-list"), before = list.querySelectorAll("img").length;
    globalThis.effect = new Promise((resolve) => new MutationObserver(async () => {
      const images = list.querySelectorAll("img");
      if (images.length > before) await images[0].decode().then(() => resolve(Date.now()));
    }).observe(list, { childList: true }));
  });
  return timed(world, microphone, "take-a-photo.wav");
}

// From the last sound of speech that left the page's microphone, and from the moment in which the glasses began to act.
async function timed(world, microphone, recording) {
  fs.writeFileSync(microphone, padded(fs.readFileSync(path.join(SPEECH, recording))));
  await connected(world.phone());
  const glasses = await world.glasses();
  await hear(world);
  const shown = await world.phone().evaluate(() => globalThis.effect), { spoke, acted } = await glasses.evaluate(() => globalThis.heard);
  return { after_speech_ms: shown - spoke, after_action_ms: Math.round(shown - acted) };
}

// Runs in each page before its own scripts: the last 20 ms in which something was said louder than a hundredth of full scale, and when the tool began.
function listen() {
  const heard = (globalThis.heard = { spoke: 0, acted: 0 }), send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (data instanceof Uint8Array && data[0] === 1 && data.length > 8 && new Int16Array(data.buffer.slice(8)).some((sample) => Math.abs(sample) > 327)) heard.spoke = Date.now();
    return send.call(this, data);
  };
  const parse = JSON.parse;
  JSON.parse = (text, ...rest) => {
    const event = parse(text, ...rest), tool = event?.kind === "answered" && event.turn.events.find(({ stage, kind }) => stage === "tool" && kind === "start");
    if (tool) heard.acted = Date.parse(event.turn.began) + tool.at_ms;
    return event;
  };
}

// A 16-bit mono WAV with silence before it, in which the page gets ready, and behind it, in which the end is noticed.
function padded(wav) {
  const data = wav.indexOf("data", 12), speech = wav.subarray(data + 8, data + 8 + wav.readUInt32LE(data + 4));
  const content = Buffer.concat([Buffer.alloc(0.7 * 2 * SAMPLES), speech, Buffer.alloc(3 * 2 * SAMPLES)]), head = Buffer.from(wav.subarray(0, data + 8));
  head.writeUInt32LE(content.length, data + 4);
  head.writeUInt32LE(head.length + content.length - 8, 4);
  return Buffer.concat([head, content]);
}

function report(rows, name, row) {
  rows.push(row);
  console.log(JSON.stringify({ name, ...row }));
}

function summary(name, key, values) {
  const sorted = values.toSorted((one, other) => one - other), at = (part) => sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)];
  return JSON.stringify({ what: `${name} ${key}`, n: sorted.length, p50: at(0.5), p95: at(0.95), most: sorted.at(-1) });
}

main(process.argv[2], Number(process.argv[3] ?? 12)).then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
