// Steps of a factory reset: what a phone and a hand on the glasses do.
"use strict";
const { readDisplay } = require("./glasses.js");
const { pair } = require("./phone.js");

// The last phone is forgotten: what the person at it is asked.
exports.forgetLast = async (world, { name }) => {
  await pair(world, { name });
  const phone = world.phone(name);
  phone.once("dialog", (dialog) => dialog.accept());
  await world.panel("settings", phone);
  await phone.click("#forget");
  await phone.locator("#searching").waitFor();
  await phone.locator("#notice", { hasText: "last phone" }).waitFor();
  await world.shoot(phone, "companion-asked");
  const asked = await phone.textContent("#notice");
  await world.leave(phone);
  return { asked };
};

exports.byPhone = async (world, { name }) => {
  const phone = world.phone(name), display = await readDisplay(world);
  phone.once("dialog", (dialog) => dialog.accept());
  await world.panel("settings", phone);
  await phone.click("#reset");
  await phone.locator("#notice", { hasText: "ten seconds" }).waitFor();
  await world.shoot(phone, "companion-reset");
  const shown = await phone.textContent("#notice");
  await display.until(shown);
  return { shown };
};

const press = async (page) => {
  const { x, y, width, height } = await page.locator("#long").boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
};

// Held until a number is shown, then let go.
exports.letGo = async (world, { at }) => {
  const page = await world.glasses(), display = await readDisplay(world);
  await press(page);
  await display.until(at);
  await page.mouse.up();
  return { counted: await display.until("Nothing was erased.") };
};

// Held until the glasses are gone.
exports.hold = async (world) => {
  const page = await world.glasses(), display = await readDisplay(world);
  await press(page);
  await page.locator("#link.warn").waitFor();
  await page.mouse.up();
  return { counted: await display.first() };
};
