// Steps of who is not our page on this machine: a page of another origin, and a phone that reaches the glasses over the network.
"use strict";
const http = require("node:http");
const { pair } = require("./phone.js");

exports.otherOrigin = async (world) => {
  const server = http.createServer((_, answer) => { answer.setHeader("Content-Type", "text/html"); answer.end("<!doctype html><title>Another program</title>"); });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const page = await world.newPage({ width: 400, height: 400 }), statuses = [];
    page.on("response", (answer) => { if (answer.url().startsWith(world.wish.address)) statuses.push(answer.status()); });
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    const tried = await page.evaluate(async (root) => {
      const socket = (path, protocol) => new Promise((resolve) => {
        const opened = new WebSocket(root.replace("http", "ws") + path, protocol);
        opened.onopen = () => resolve("open");
        opened.onerror = () => resolve("refused");
      });
      const fetched = (mode) => fetch(`${root}/companion/companion.js`, { mode }).then(() => "open", () => "refused");
      const element = (name, path) => new Promise((resolve) => {
        const made = Object.assign(document.createElement(name), { src: root + path, onload: () => resolve("open"), onerror: () => resolve("refused") });
        document.body.append(made);
      });
      return {
        glasses: await socket("/glasses/socket"), broker: await socket("/mqtt", ["mqtt"]), cors: await fetched("cors"), opaque: await fetched("no-cors"),
        image: await element("img", "/icon-192.png"), script: await element("script", "/companion/companion.js"),
      };
    }, world.wish.address);
    const framing = page.waitForResponse((answer) => answer.url().endsWith("/companion"));
    await page.evaluate((root) => document.body.append(Object.assign(document.createElement("iframe"), { src: `${root}/companion` })), world.wish.address);
    const framed = await framing;
    const refused = [...statuses];
    await page.evaluate((root) => document.body.append(Object.assign(document.createElement("a"), { href: `${root}/companion`, textContent: "Companion" })), world.wish.address);
    await Promise.all([page.waitForURL(/companion/), page.click("a")]);
    const linked = await page.title();
    await world.leave(page);
    return { tried, refused, framed: framed.status(), linked };
  } finally {
    server.close();
  }
};

// Over HTTPS, with the glasses' own authority installed in this browser as a person would install it.
exports.https = async (world, { root, glasses: link }) => {
  const plain = root.replace("https:", "http:"), guest = await world.newPage({ width: 360, height: 740 });
  await guest.goto(`${plain}/companion`);
  await guest.locator("#insecure").waitFor();
  await guest.locator("#fingerprint", { hasText: ":" }).waitFor();
  await world.shoot(guest, "install");
  const led = new URL(guest.url()).pathname, fingerprint = await guest.textContent("#fingerprint");
  await world.leave(guest);

  const { digits, pairedMs } = await pair(world, { name: "network", address: root });
  const phone = world.phone("network");
  const works = await phone.evaluate(async () => ({ isSecure: isSecureContext, worker: Boolean((await navigator.serviceWorker.ready).active), cryptography: Boolean(crypto.subtle) }));
  await world.leave(phone);

  const before = await world.glasses(), there = await world.newPage({ width: 1180, height: 900 });
  await there.goto(link);
  await there.locator("#link.good").waitFor();
  const hears = await there.evaluate(() => Boolean(navigator.mediaDevices));
  await before.locator("#link.bad").waitFor();
  await world.shoot(before, "glasses-replaced");
  await world.leave(there);
  await before.click("#take-back");
  await before.locator("#link.good").waitFor();
  return { led, fingerprint, digits, pairedMs, works, hears };
};
