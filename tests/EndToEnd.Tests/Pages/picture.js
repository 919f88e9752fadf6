// Draws docs/pages.png anew: both pages after a spoken command, side by side.
// NODE_PATH=artifacts/peers/node_modules node tests/EndToEnd.Tests/Pages/picture.js PATH/TO/edge-runtime docs/pages.png
"use strict";
const { spawn, execFileSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const readline = require("node:readline");
const { pair } = require("./phone.js");
const { hear } = require("./glasses.js");
const { World } = require("./world.js");

const HEIGHT = 900; // pixels

async function main(program, target) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "picture-")), microphone = path.join(folder, "said.wav");
  fs.copyFileSync(path.join(__dirname, "../../fixtures/speech/view-glass-what-time-is-it.wav"), microphone);
  const served = spawn(program, ["run", "--http", "127.0.0.1:0", "--state", path.join(folder, "state")], { stdio: ["ignore", "ignore", "pipe"] });
  const address = await addressOf(served);
  const world = await World.open({ chromium: execFileSync("which", ["chromium"]).toString().trim(), address, phones: address, microphone, shots: folder });
  try {
    await pair(world, {});
    await hear(world, { wake: true });
    const glasses = await world.glasses(), phone = world.phone();
    await glasses.bringToFront();
    const [left, right] = await Promise.all([glasses, phone].map((page) => page.screenshot({ clip: { x: 0, y: 0, width: page.viewportSize().width, height: Math.min(HEIGHT, page.viewportSize().height) } })));
    const sheet = await world.newPage({ width: 1600, height: HEIGHT + 40 });
    const image = (bytes, style) => `<img src="data:image/png;base64,${bytes.toString("base64")}" style="display:block;border-radius:8px;box-shadow:0 1px 6px #0005;${style}">`;
    await sheet.setContent(`<body style="margin:20px;display:flex;gap:20px;align-items:flex-start;background:#dfe3e8">${image(left, "")}${image(right, "")}</body>`);
    await sheet.screenshot({ path: target });
  } finally {
    await world.close();
    const ended = new Promise((resolve) => served.on("exit", resolve));
    served.kill("SIGTERM");
    await ended;
    fs.rmSync(folder, { recursive: true });
  }
}

async function addressOf(served) {
  for await (const line of readline.createInterface({ input: served.stderr })) {
    if (line.startsWith("The companion: ")) return new URL(line.slice("The companion: ".length)).origin;
  }
  throw new Error(`The program ended with ${served.exitCode}.`);
}

main(process.argv[2], process.argv[3]).then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
