// Steps of the page /glasses.
"use strict";

// One turn: what the microphone's recording says is heard from its beginning. A tap counts with the next sound, so it comes before there is any.
const hear = exports.hear = async (world, { wake = false } = {}) => {
  const page = await world.glasses();
  await page.evaluate(() => document.getElementById("facts").replaceChildren());
  if (!wake) await page.click("#tap");
  await page.click("#microphone");
  await page.locator("#facts dd").first().waitFor();
  const turn = await page.evaluate(() => ({
    answer: document.getElementById("shown").textContent,
    stages: [...document.querySelectorAll("#timeline li")].map((row) => ({ stage: row.dataset.stage, ms: row.querySelector(".ms").textContent })),
    summary: document.getElementById("summary").textContent,
    facts: Object.fromEntries([...document.querySelectorAll("#facts dt")].map((name) => [name.textContent, name.nextSibling.textContent])),
  }));
  await page.click("#microphone");
  return turn;
};

exports.turn = async (world, { wake, shot }) => {
  const turn = await hear(world, { wake });
  if (shot) await world.shoot(await world.glasses(), shot);
  return turn;
};

exports.photo = async (world) => {
  const page = await world.glasses();
  await page.evaluate(() => {
    const frame = document.getElementById("frame"), lights = (globalThis.lights = [frame.dataset.led]);
    new MutationObserver(() => lights.at(-1) !== frame.dataset.led && lights.push(frame.dataset.led)).observe(frame, { attributeFilter: ["data-led"] });
  });
  await page.check("#webcam");
  await page.locator("#view").waitFor();
  const { facts } = await hear(world);
  await page.locator("#photo-figure").waitFor();
  const photo = await page.locator("#photo").evaluate((image) => image.decode().then(() => ({ width: image.naturalWidth, height: image.naturalHeight })));
  const lights = await page.evaluate(() => globalThis.lights);
  await world.shoot(page, "glasses-photo");
  await page.uncheck("#webcam");
  return { photo, lights, facts };
};

const move = exports.move = async (world, { battery, heat, charging }) => {
  const page = await world.glasses();
  if (battery !== undefined) await page.locator("#battery").fill(String(battery));
  if (heat !== undefined) await page.locator("#heat").fill(String(heat));
  if (charging !== undefined) await page.setChecked("#charging", charging);
};

exports.fold = async (world) => {
  const page = await world.glasses(), before = page.viewportSize();
  await page.uncheck("#open");
  await page.locator("#frame[data-mode=asleep]").waitFor();
  await world.shoot(page, "glasses-folded");
  await page.setViewportSize({ width: 360, height: 740 });
  await world.shoot(page, "glasses-narrow");
  await page.setViewportSize(before);
  const mode = await page.textContent("#mode");
  await page.check("#open");
  await page.locator("#frame[data-mode=idle]").waitFor();
  return { mode };
};

// What the display shows from now on, one text after the other.
exports.readDisplay = async (world) => {
  const page = await world.glasses();
  await page.evaluate(() => {
    const shown = document.getElementById("shown");
    globalThis.display = [];
    globalThis.reader?.disconnect();
    globalThis.reader = new MutationObserver(() => globalThis.display.push(shown.textContent));
    globalThis.reader.observe(shown, { childList: true, characterData: true, subtree: true });
  });
  const until = async (text) => { await page.waitForFunction((wanted) => globalThis.display.includes(wanted), text); return page.evaluate(() => globalThis.display); };
  const first = async () => { await page.waitForFunction(() => globalThis.display.length > 0); return page.evaluate(() => globalThis.display); };
  const begins = async (text) => {
    await page.waitForFunction((wanted) => globalThis.display.some((shown) => shown.startsWith(wanted)), text);
    return page.evaluate(() => globalThis.display);
  };
  return { until, first, begins };
};

// The microphone dies in one of the ways in which they do; what the page says of it, and of the microphone when it was turned on again.
exports.dies = async (world, { how }) => {
  const page = await world.glasses();
  await page.evaluate(() => {
    const { getUserMedia } = MediaDevices.prototype, Context = globalThis.AudioContext;
    MediaDevices.prototype.getUserMedia = async function (wish) { return (globalThis.stream = await getUserMedia.call(this, wish)); };
    globalThis.AudioContext = class extends Context { constructor(...given) { super(...given); globalThis.context = this; } };
    globalThis.undo = () => { MediaDevices.prototype.getUserMedia = getUserMedia; globalThis.AudioContext = Context; };
  });
  await page.click("#microphone");
  await page.locator("#microphone[aria-pressed=true]").waitFor();
  await page.evaluate(dying[how]);
  await page.locator("#trouble", { hasText: "microphone" }).waitFor();
  await world.shoot(page, `glasses-microphone-${how}`);
  const said = await page.textContent("#trouble"), pressed = await page.getAttribute("#microphone", "aria-pressed");
  await page.evaluate(() => globalThis.undo());
  await page.click("#microphone");
  await page.locator("#microphone[aria-pressed=true]").waitFor();
  await page.locator("#trouble").waitFor({ state: "hidden" });
  await page.click("#microphone");
  return { said, pressed };
};

const dying = {
  ended: () => { const [track] = globalThis.stream.getTracks(); track.stop(); track.dispatchEvent(new Event("ended")); },
  muted: () => { globalThis.stream.getTracks()[0].dispatchEvent(new Event("mute")); },
  suspended: () => { globalThis.context.resume = () => new Promise(() => {}); return globalThis.context.suspend(); },
};
