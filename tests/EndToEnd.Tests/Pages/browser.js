// Drives a real Chromium through one scenario and prints what it saw as one line of JSON.
// A scenario may ask for something outside of the browser: the line "ask WHAT", answered with any line.
// node browser.js SCENARIO '{"chromium":…,"address":…,"wav":…,"shots":…}': the scenarios lie beside this file.
"use strict";
const path = require("node:path");
const readline = require("node:readline");
const { chromium } = require("playwright-core");

const DEADLINE_MS = 150_000; // of any one step: machines that build beside the tests are slow

async function main(scenario, wish) {
  // Inside a container chromium has no sandbox of its own to build; it sees our pages only.
  const fake = ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", "--autoplay-policy=no-user-gesture-required"];
  if (wish.wav) fake.push(`--use-file-for-fake-audio-capture=${wish.wav}`);
  const browser = await chromium.launch({ executablePath: wish.chromium, args: fake });
  try {
    const context = await browser.newContext({ viewport: wish.viewport ?? { width: 1180, height: 900 }, ignoreHTTPSErrors: false });
    context.setDefaultTimeout(DEADLINE_MS);
    const page = await context.newPage();
    const complaints = [];
    page.on("console", (message) => { if (["error", "warning"].includes(message.type())) complaints.push(message.text()); });
    page.on("pageerror", (error) => complaints.push(String(error)));
    const shoot = (name, options) => page.screenshot({ path: path.join(wish.shots, `${name}.png`), fullPage: true, ...options });
    const answers = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();
    wish.ask = async (what) => { console.log(`ask ${what}`); await answers.next(); };
    const seen = await require(path.join(__dirname, `${scenario}.js`))({ page, context, wish, shoot });
    console.log(JSON.stringify({ ...seen, complaints }));
  } finally {
    await browser.close();
  }
}

main(process.argv[2], JSON.parse(process.argv[3])).then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
