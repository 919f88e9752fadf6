// Steps of the page /companion, with the glasses beside it.
"use strict";
const { createHash } = require("node:crypto");
const { readFile } = require("node:fs/promises");
const { hear, move, readDisplay } = require("./glasses.js");
const { DEADLINE_MS } = require("./world.js");

const statusOf = (phone) => phone.evaluate(() => Object.fromEntries([...document.querySelectorAll("#status dt")].map((name) => [name.textContent, name.nextSibling.textContent])));
const connected = exports.connected = (phone) => phone.locator("#link.good", { hasText: "connected" }).waitFor();

// Everything that this phone keeps for the glasses has been acknowledged by them. (waitForFunction would take the promise itself for a yes.)
const delivered = exports.delivered = async (phone) => {
  const until = Date.now() + DEADLINE_MS;
  while (await phone.evaluate(countWaiting) > 0) if (Date.now() > until) throw new Error("The glasses have not acknowledged everything.");
};

const countWaiting = () => new Promise((resolve, reject) => {
  const opening = indexedDB.open("edge-runtime");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const count = opening.result.transaction("outbox").objectStore("outbox").count();
    count.onsuccess = () => { opening.result.close(); requestAnimationFrame(() => resolve(count.result)); };
  };
});

// From the opening of the page to the status of the glasses on it; address: where this phone finds the pages, if not where all do.
// clock: true gives the phone a clock that steps can stop.
const pair = exports.pair = async (world, given) => {
  const { shots = false } = given, { glasses, phone, digits, began } = await compare(world, given);
  await glasses.click("#pairing-same");
  if (shots) await glasses.locator("#pairing-answer").waitFor({ state: "hidden" });
  await phone.click("#same");
  await phone.locator("#status dd").first().waitFor();
  const pairedMs = Date.now() - began;
  await connected(phone);
  if (shots) await world.shoot(phone, "companion-home");
  return { digits, pairedMs, status: await statusOf(phone) };
};

// To where both show digits.
async function compare(world, { name = "phone", shots = false, address = world.wish.phones, quota, clock = false }) {
  const glasses = await world.glasses();
  await glasses.click("#long");
  await glasses.locator("#pairing-qr svg").waitFor();
  if (shots) await world.shoot(glasses, "glasses-pairing");
  const [, id] = (await glasses.getAttribute("#pairing-address", "href")).split("#");
  const phone = await world.newPhone(name), began = Date.now();
  if (clock) await phone.clock.install();
  if (quota) await world.allow(phone, new URL(address).origin, quota);
  await phone.goto(`${address}/companion#${id}`);
  await phone.locator("#found button:enabled").waitFor();
  if (shots) await world.shoot(phone, "companion-searching");
  await phone.fill("#phone-name", name);
  await phone.click("#found button");
  const digits = [await digitsOf(phone, "#digits"), await digitsOf(glasses, "#pairing-digits")];
  if (shots) await world.shoot(phone, "companion-digits");
  if (shots) await world.shoot(glasses, "glasses-digits");
  return { glasses, phone, digits, began };
}

// The person at the phone says that the digits are not the same: what both sides are told.
exports.differ = async (world, { name }) => {
  const { glasses, phone } = await compare(world, { name });
  await phone.click("#differ");
  await phone.locator("#failed").waitFor();
  await glasses.locator("#pairing-text", { hasText: "Not paired" }).waitFor();
  await world.shoot(phone, "companion-differ");
  await world.shoot(glasses, "glasses-differ");
  return { phone: await phone.textContent("#reason"), glasses: await glasses.textContent("#pairing-text") };
};

async function digitsOf(page, selector) {
  await page.locator(selector).filter({ hasText: /\d/ }).waitFor();
  return page.textContent(selector);
}

exports.status = async (world, moved) => {
  const phone = await world.panel("home");
  await move(world, moved);
  for (const text of [`${moved.battery} %${moved.charging ? ", charging" : ""}`, `${moved.heat} °C`]) await phone.locator("#status dd", { hasText: text }).waitFor();
  return statusOf(phone);
};

// A turn as the phone sees it, and what the status says of recording when it is over.
exports.follow = async (world, { recording }) => {
  const phone = await world.panel("home"), heard = await hear(world);
  await phone.locator("#facts dd", { hasText: heard.facts.Understood }).waitFor();
  await phone.locator("#status dt", { hasText: "Recording" }).locator("xpath=following-sibling::dd[1]", { hasText: recording }).waitFor();
  const seen = await phone.evaluate(() => ({
    answer: document.getElementById("answer").textContent,
    stages: [...document.querySelectorAll("#timeline li")].map((row) => row.dataset.stage),
    facts: Object.fromEntries([...document.querySelectorAll("#facts dt")].map((name) => [name.textContent, name.nextSibling.textContent])),
  }));
  await world.shoot(phone, "companion-turn");
  return { heard, seen };
};

// What arrived: how large it is, and the hash of what the person gets when they save it.
exports.file = async (world, { name, shot, of = "phone" }) => {
  const phone = await world.panel("photos", world.phone(of)), link = phone.locator("#photo-list a", { hasText: name });
  await link.waitFor();
  const [saved] = await Promise.all([phone.waitForEvent("download"), link.click()]);
  const content = await readFile(await saved.path());
  const width = await link.evaluate(async (anchor) => {
    const image = anchor.parentElement.querySelector("img");
    await image?.decode();
    return image?.naturalWidth ?? 0;
  });
  if (shot) await world.shoot(phone, shot);
  return { bytes: content.length, sha256: createHash("sha256").update(content).digest("hex"), width };
};

const set = exports.set = async (phone, values) => {
  for (const [id, value] of Object.entries(values)) {
    const control = phone.locator(`#${id}`);
    if (typeof value === "boolean") await control.setChecked(value);
    else if (await control.evaluate((element) => element.tagName === "SELECT")) await control.selectOption(value);
    else await control.fill(String(value)); // a slider says at once that it has changed, a number when it is left
    if (typeof value !== "boolean") await control.blur();
  }
};

exports.settings = async (world, values) => {
  const phone = await world.panel("settings");
  await set(phone, values);
  await delivered(phone);
  await world.shoot(phone, "companion-settings");
};

exports.settingsSeen = async (world, { volume, cloud }) => {
  const glasses = await world.glasses();
  await glasses.locator("#volume", { hasText: volume }).waitFor();
  await glasses.locator("#local-only", { hasText: cloud }).waitFor();
};

// The other way round: what the wearer says changes what the phone shows.
exports.voice = async (world, { id, text }) => {
  const phone = await world.panel("settings"), heard = await hear(world);
  await phone.locator(`#${id}`, { hasText: text }).waitFor();
  return heard;
};

exports.names = async (world, { contacts, playlists }) => {
  const phone = await world.panel("settings");
  // Typed in, a text of this length stops the page for seconds, and on a busy machine long enough to lose the link.
  await phone.locator("#contacts").evaluate((area) => { area.value = `${"n".repeat(100)}\n`.repeat(1000); });
  await phone.click("#save-names");
  await phone.locator("#notice", { hasText: "too long for one message" }).waitFor();
  await phone.fill("#contacts", contacts.join("\n"));
  await phone.fill("#playlists", playlists.join("\n"));
  await phone.click("#save-names");
  await phone.locator("#names-saved", { hasText: "Kept" }).waitFor();
  await delivered(phone);
};

exports.call = async (world, { answer }) => {
  const phone = await world.panel("home"), asked = phone.locator("#call-list li");
  const carry = async () => {
    await asked.waitFor();
    const text = await asked.locator("span").textContent();
    await world.shoot(phone, "companion-call");
    await asked.locator("button", { hasText: answer }).click();
    return text;
  };
  const [turn, text] = await Promise.all([hear(world), carry()]);
  return { turn, text, left: await asked.count() };
};

const notify = exports.notify = async (phone, from, text) => {
  await phone.fill("#notification-from", from);
  await phone.fill("#notification-text", text);
  await phone.click("#notify");
  await phone.waitForFunction(() => document.getElementById("notification-text").value === "");
};

exports.notifications = async (world, { quiet, loud }) => {
  const display = await readDisplay(world), phone = await world.panel("settings");
  await set(phone, { doNotDisturb: true });
  await world.panel("words");
  await notify(phone, "Ada", quiet);
  await world.panel("settings");
  await set(phone, { doNotDisturb: false });
  await world.panel("words");
  await notify(phone, "Ada", loud);
  const shown = await display.until(`Ada: ${loud}`);
  await world.shoot(phone, "companion-words");
  return { shown };
};

// A setting is touched while the phone's disk has not answered yet, and another that the disk refuses.
exports.touch = async (world) => (await world.panel("settings")).evaluate(async () => {
  const { Exchange } = await import("/companion/exchange.js"), answers = [];
  const change = () => new Promise((kept, refused) => answers.push({ kept, refused }));
  const exchange = new Exchange({ all: async () => [], change }, async () => {}, { waits: () => {} });
  const first = exchange.keep("set", { doNotDisturb: true }), second = exchange.keep("set", { doNotDisturb: false });
  const touched = exchange.wanted;
  while (answers.length < 2) await new Promise((tick) => setTimeout(tick));
  answers[0].kept({ n: 1, kind: "set", body: { doNotDisturb: true } });
  await first;
  const firstKept = exchange.wanted;
  answers[1].refused(new Error("full"));
  const why = await second.catch(({ message }) => message);
  return { touched, firstKept, why, refused: exchange.wanted };
});

exports.find = async (world) => {
  const display = await readDisplay(world), phone = await world.panel("home");
  await phone.click("#find");
  await display.until("Here I am!");
  const pressed = await phone.getAttribute("#find", "aria-pressed");
  await phone.click("#find");
  return { pressed, after: await phone.getAttribute("#find", "aria-pressed") };
};

exports.note = async (world, { text }) => {
  const phone = await world.panel("words");
  await phone.locator("#note-list li", { hasText: text }).waitFor();
};

// A second phone that is revoked at the glasses says so, and can be forgotten and paired again.
exports.revoked = async (world, { name }) => {
  const phone = world.phone(name);
  await phone.locator("#notice", { hasText: "do not know this phone" }).waitFor();
  await world.shoot(phone, "companion-revoked");
  return { link: await phone.textContent("#link") };
};

exports.forget = async (world, { name }) => {
  const phone = world.phone(name);
  phone.once("dialog", (dialog) => dialog.accept());
  await world.panel("settings", phone);
  await phone.click("#forget");
  await phone.locator("#searching").waitFor();
  const left = await phone.evaluate(() => new Promise((resolve) => {
    const opening = indexedDB.open("edge-runtime");
    opening.onsuccess = () => {
      const transaction = opening.result.transaction([...opening.result.objectStoreNames]), counts = [];
      for (const name of transaction.objectStoreNames) transaction.objectStore(name).count().onsuccess = ({ target }) => counts.push(target.result);
      transaction.oncomplete = () => { opening.result.close(); resolve(counts.reduce((sum, count) => sum + count, 0)); };
    };
  }));
  return { left };
};

exports.close = (world, { name }) => world.leave(world.phone(name));
