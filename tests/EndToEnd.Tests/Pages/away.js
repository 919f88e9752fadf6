// Steps of a phone whose link is lost, whose disk is full, or whose glasses are away.
"use strict";
const { connected, delivered, notify } = require("./phone.js");

// Whatever is done while the glasses are away waits, also over a reload, which the browser answers from what it has kept of the page.
exports.queue = async (world, { volume, texts }) => {
  const phone = world.phone();
  await phone.evaluate(() => navigator.serviceWorker.ready);
  await phone.locator("#away").waitFor();
  await world.panel("settings");
  await phone.locator("#volume").fill(String(volume));
  await world.panel("words");
  for (const text of texts) await notify(phone, "Ada", text);
  await phone.locator("#away", { hasText: `${texts.length + 1} changes wait` }).waitFor();
  await world.shoot(phone, "companion-away");
  await phone.reload();
  await phone.locator("#away", { hasText: `${texts.length + 1} changes wait` }).waitFor();
  await world.shoot(phone, "companion-offline");
  return { link: await phone.textContent("#link"), text: await phone.textContent("#away") };
};

exports.back = async (world) => {
  const phone = world.phone(), began = Date.now();
  await connected(phone);
  await delivered(phone);
  const deliveredMs = Date.now() - began;
  await phone.locator("#away").waitFor({ state: "hidden" });
  return { deliveredMs };
};

exports.settled = async (world) => {
  await connected(world.phone());
  await delivered(world.phone());
};

// The phone that may keep little meets a file that is larger.
exports.noRoom = async (world, { name }) => {
  const phone = world.phone(name);
  await phone.locator("#notice", { hasText: "no room" }).waitFor();
  await world.shoot(phone, "companion-full");
  return { notice: await phone.textContent("#notice") };
};

// Less than a message may hold, and more than the part of a file that did not fit.
exports.refusedNames = async (world, { name }) => {
  const phone = await world.panel("settings", world.phone(name));
  await phone.locator("#contacts").evaluate((area) => { area.value = `${"n".repeat(99)}\n`.repeat(500); });
  await phone.click("#save-names");
  await phone.locator("#notice", { hasText: "not kept: this phone has no room" }).waitFor();
  return { saved: await phone.textContent("#names-saved") };
};

exports.roomAgain = async (world, { name }) => {
  const phone = world.phone(name);
  await world.allow(phone, new URL(phone.url()).origin, null);
  await phone.locator("#notice", { hasText: "left for what" }).waitFor({ state: "hidden" });
};
