// A real Chromium that is led from outside, step by step: each line of the standard input is one, {"step": "FILE.NAME", "given": …}, and what the
// step saw comes back as one line of JSON: {"seen", "faults", "complaints"} or {"failed"}. The end of the input ends the browser.
// node browser.js '{"chromium":…,"address":…,"microphone":…,"home":…,"shots":…}': the files of steps lie beside this one.
"use strict";
const path = require("node:path");
const readline = require("node:readline");
const { World } = require("./world.js");

async function main(wish) {
  const world = await World.open(wish);
  try {
    for await (const line of readline.createInterface({ input: process.stdin })) console.log(JSON.stringify(await take(world, JSON.parse(line))));
  } finally {
    await world.close();
  }
}

async function take(world, { step, given }) {
  const [file, name] = step.split(".");
  try {
    const seen = await require(path.join(__dirname, `${file}.js`))[name](world, given ?? {});
    return { seen: seen ?? {}, ...world.takeFindings() };
  } catch (error) {
    await world.shootAll(`failed-${step}`);
    return { failed: [`${step}: ${error.stack ?? error}`, ...world.takeFindings().complaints].join("\n") };
  }
}

main(JSON.parse(process.argv[2])).then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
