// Drives a real Chromium through one scenario and prints what it saw as one line of JSON.
// node browser.js SCENARIO '{"chromium":…,"address":…,"wav":…,"shots":…}': the scenarios lie beside this file.
"use strict";
const path = require("node:path");
const { chromium } = require("playwright-core");

const DEADLINE_MS = 60_000; // of any one step: machines that build beside the tests are slow

async function main(scenario, wish) {
  const fake = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", "--autoplay-policy=no-user-gesture-required"];
  if (wish.wav) fake.push(`--use-file-for-fake-audio-capture=${wish.wav}%noloop`);
  const browser = await chromium.launch({ executablePath: wish.chromium, args: [...fake, ...(wish.arguments ?? [])] });
  try {
    const context = await browser.newContext({ viewport: wish.viewport ?? { width: 1180, height: 900 }, ignoreHTTPSErrors: false });
    context.setDefaultTimeout(DEADLINE_MS);
    const page = await context.newPage();
    const complaints = [];
    page.on("console", (message) => { if (["error", "warning"].includes(message.type())) complaints.push(message.text()); });
    page.on("pageerror", (error) => complaints.push(String(error)));
    const shoot = (name, options) => page.screenshot({ path: path.join(wish.shots, `${name}.png`), fullPage: true, ...options });
    const seen = await require(path.join(__dirname, `${scenario}.js`))({ page, context, wish, shoot });
    console.log(JSON.stringify({ ...seen, complaints }));
  } finally {
    await browser.close();
  }
}

main(process.argv[2], JSON.parse(process.argv[3])).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
