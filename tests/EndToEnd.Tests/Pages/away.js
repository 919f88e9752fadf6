// Steps of a phone whose link is lost, whose disk is full, or whose glasses are away.
"use strict";
const { move, readDisplay } = require("./glasses.js");
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

// The link has died while the phone slept. What its pill says first when it wakes, within three seconds, and what it shows once it is back.
// The pill is watched and not looked at: the phone may have found another link before anybody looks.
exports.wake = async (world, { name, event, battery }) => {
  const phone = world.phone(name), before = await phone.textContent("#link");
  await phone.clock.pauseAt(Date.now() + 1000);
  await move(world, { battery });
  await phone.locator("#link").evaluate((link) => {
    globalThis.pill = [];
    new MutationObserver(() => globalThis.pill.push(link.textContent)).observe(link, { childList: true, characterData: true, subtree: true });
  });
  await phone.evaluate((type) => (type === "visibilitychange" ? document : globalThis).dispatchEvent(new Event(type)), event);
  await phone.clock.runFor(3000);
  const within = await said(phone, before);
  await phone.clock.resume();
  const shown = phone.locator("#status dd", { hasText: `${battery} %` });
  await shown.waitFor();
  return { before, within, battery: await shown.textContent() };
};

// The phone's own clock stands still meanwhile.
const said = async (phone, before) => {
  for (let looks = 0; looks < 500; looks++) {
    const other = (await phone.evaluate(() => globalThis.pill)).find((text) => text !== before);
    if (other) return other;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return before;
};

// A phone that was away for a week, with a notification every few minutes: what its storage is asked for until all of them are gone.
exports.heap = async (world, { name, changes }) => {
  const phone = world.phone(name), display = await readDisplay(world);
  await phone.evaluate(fill, { changes, until: Date.now() - 3_600_000 });
  await phone.addInitScript(() => {
    globalThis.work = { read: 0, transactions: 0 };
    const { getAll, openCursor } = IDBObjectStore.prototype, { transaction } = IDBDatabase.prototype;
    IDBObjectStore.prototype.getAll = function (...given) {
      const request = getAll.apply(this, given);
      if (this.name === "outbox") request.addEventListener("success", () => { globalThis.work.read += request.result.length; });
      return request;
    };
    IDBObjectStore.prototype.openCursor = function (...given) {
      const request = openCursor.apply(this, given);
      if (this.name === "outbox") request.addEventListener("success", () => { globalThis.work.read += request.result ? 1 : 0; });
      return request;
    };
    IDBDatabase.prototype.transaction = function (names, mode, ...rest) {
      if (mode === "readwrite" && [names].flat().includes("outbox")) globalThis.work.transactions++;
      return transaction.call(this, names, mode, ...rest);
    };
  });
  await phone.reload();
  const began = Date.now();
  await connected(phone);
  await delivered(phone);
  const ms = Date.now() - began, work = await phone.evaluate(() => globalThis.work);
  const shown = await display.begins(`${changes} `);
  return { ...work, ms, shown };
};

const fill = ({ changes, until }) => new Promise((resolve, reject) => {
  const opening = indexedDB.open("edge-runtime");
  opening.onsuccess = () => {
    const transaction = opening.result.transaction(["meta", "outbox"], "readwrite"), meta = transaction.objectStore("meta");
    meta.get("sent").onsuccess = ({ target }) => {
      const first = (target.result ?? 0) + 1;
      meta.put(first + changes - 1, "sent");
      for (let i = 0; i < changes; i++) {
        const body = { app: "chat", from: "Ada", text: `news ${i}`, at: new Date(until - i * 60_000).toISOString() };
        transaction.objectStore("outbox").put({ n: first + i, kind: "notification", body });
      }
    };
    transaction.oncomplete = () => { opening.result.close(); resolve(); };
    transaction.onabort = () => reject(transaction.error);
  };
});
