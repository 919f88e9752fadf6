// Pairs the page of a phone with the page of the glasses, sees a photo arrive there, loses the link and gets it back.
"use strict";
const { tapUntil } = require("./tap.js");
module.exports = async ({ page: glasses, context, wish, shoot }) => {
  await glasses.goto(`${wish.address}/glasses`);
  await glasses.locator("#link.good").waitFor();
  await glasses.click("#long");
  await glasses.locator("#pairing-qr svg").waitFor();
  await shoot("glasses-pairing");
  const [address, id] = (await glasses.getAttribute("#pairing-address", "href")).split("#glasses=");

  const phone = await context.newPage();
  await phone.setViewportSize({ width: 360, height: 740 });
  const shootPhone = (name) => phone.screenshot({ path: `${wish.shots}/${name}.png`, fullPage: true });
  const began = Date.now();
  await phone.goto(`${address.replace(wish.direct, wish.address)}#glasses=${id}`);
  await phone.locator("#found button:enabled").waitFor();
  await shootPhone("companion-searching");
  await phone.click("#found button");
  const digits = [await textOf(phone, "#digits"), await textOf(glasses, "#pairing-digits")];
  await shootPhone("companion-digits");
  await shoot("glasses-digits");
  await glasses.click("#pairing-same");
  await phone.click("#same");
  await phone.locator("#link.good", { hasText: "connected" }).waitFor();
  await phone.locator("#status dd").first().waitFor();
  const pairedMs = Date.now() - began;
  await shootPhone("companion-home");

  await glasses.check("#webcam");
  await glasses.click("#microphone");
  await tapUntil(glasses, glasses.locator("#photo-figure"));
  await phone.click("[data-panel=photos]");
  await phone.locator("#photo-list img").waitFor();
  const photo = await phone.locator("#photo-list img").evaluate((image) => image.decode().then(() => ({ width: image.naturalWidth, height: image.naturalHeight })));
  await shootPhone("companion-photo");

  await wish.ask("cut");
  await phone.locator("#link.warn").waitFor();
  await phone.click("[data-panel=settings]");
  await phone.locator("#volume").fill("77");
  await phone.locator("#volume").dispatchEvent("change");
  await shootPhone("companion-away");
  await wish.ask("mend");
  const mended = Date.now();
  await phone.locator("#link.good", { hasText: "connected" }).waitFor();
  await phone.waitForFunction(() => indexedDB && new Promise((resolve) => {
    const opening = indexedDB.open("edge-runtime");
    opening.onsuccess = () => {
      const count = opening.result.transaction("outbox").objectStore("outbox").count();
      count.onsuccess = () => { opening.result.close(); resolve(count.result === 0); };
    };
  }));
  const deliveredMs = Date.now() - mended;
  await shootPhone("companion-settings");
  await phone.click("[data-panel=home]");
  await shootPhone("companion-turn");
  const overflow = await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return { digits, pairedMs, deliveredMs, photo, overflow };
};

async function textOf(page, selector) {
  await page.locator(selector).filter({ hasText: /\d/ }).waitFor();
  return page.textContent(selector);
}
