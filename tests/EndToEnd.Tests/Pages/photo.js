// Taps the glasses instead of waking them, asks for a photo, and looks at what the webcam took.
"use strict";
module.exports = async ({ page, wish, shoot }) => {
  await page.goto(`${wish.address}/glasses`);
  await page.locator("#link.good").waitFor();
  await page.evaluate(() => {
    globalThis.lights = [];
    new MutationObserver(() => globalThis.lights.push(document.getElementById("frame").dataset.led)).observe(document.getElementById("frame"), { attributeFilter: ["data-led"] });
  });
  await page.check("#webcam");
  await page.locator("#view").waitFor();
  await page.click("#microphone");
  await page.click("#tap");
  await page.locator("#photo-figure").waitFor();
  await page.locator("#facts dd", { hasText: "TakePhoto" }).waitFor();
  const photo = await page.locator("#photo").evaluate((image) => image.decode().then(() => ({ width: image.naturalWidth, height: image.naturalHeight })));
  const lights = await page.evaluate(() => globalThis.lights.filter((light, at, all) => light !== all[at - 1]));
  await shoot("glasses-photo");
  return { photo, lights };
};
