// What the steps share: one browser, the page of the glasses, the pages of phones, the sound that the microphone hears, and the pictures taken.
"use strict";
const path = require("node:path");
const { chromium } = require("playwright-core");
const { faultsOf } = require("./look.js");

const DEADLINE_MS = exports.DEADLINE_MS = 150_000; // of any one wait: machines that build beside the tests are slow
const PHONE = { width: 360, height: 740 }, DESK = { width: 1180, height: 900 };

exports.World = class World {
  #complaints = []; #faults = []; #tools = new Map();
  phones = new Map();
  prepare = () => {}; // whatever else a page needs before it is opened

  static async open(wish) {
    // Inside a container chromium has no sandbox of its own to build; it sees our pages only. The recording is heard once, each time from its
    // beginning, whenever a page turns the microphone on.
    const args = ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", "--autoplay-policy=no-user-gesture-required",
      `--use-file-for-fake-audio-capture=${wish.microphone}%noloop`];
    const world = new World();
    world.wish = wish;
    world.browser = await chromium.launch({ executablePath: wish.chromium, args, env: { ...process.env, HOME: wish.home ?? process.env.HOME } });
    return world;
  }

  close() { return this.browser.close(); }

  // A page in a context of its own: it shares nothing with the others, as another device would not.
  async newPage(viewport) {
    const context = await this.browser.newContext({ viewport, serviceWorkers: "allow" });
    context.setDefaultTimeout(DEADLINE_MS);
    const page = await context.newPage();
    await this.prepare(page);
    page.on("console", (message) => { if (["error", "warning"].includes(message.type())) this.#complaints.push(message.text()); });
    page.on("pageerror", (error) => this.#complaints.push(String(error)));
    return page;
  }

  // The page /glasses, opened when it is asked for first.
  async glasses() {
    if (!this.page) {
      this.page = await this.newPage(DESK);
      await this.page.goto(`${this.wish.address}/glasses`);
      await this.page.locator("#link.good").waitFor();
    }
    return this.page;
  }

  async newPhone(name) {
    const phone = await this.newPage(PHONE);
    this.phones.set(name, phone);
    return phone;
  }

  // What a page says while it is being closed is nobody's fault.
  async leave(page) {
    page.removeAllListeners();
    for (const [name, phone] of this.phones) if (phone === page) this.phones.delete(name);
    await page.context().close();
  }

  // How many bytes the browser lets a page keep; null for as many as it likes. Holds as long as the session to its tools does.
  async allow(page, origin, quotaSize) {
    if (!this.#tools.has(page)) this.#tools.set(page, await page.context().newCDPSession(page));
    await this.#tools.get(page).send("Storage.overrideQuotaForOrigin", quotaSize === null ? { origin } : { origin, quotaSize });
  }

  phone(name = "phone") { return this.phones.get(name); }

  async panel(name, phone = this.phone()) {
    await phone.click(`[data-panel=${name}]`);
    await phone.locator(`#${name}`).waitFor();
    return phone;
  }

  // A picture of the whole page, with whatever lies at its lower edge where it belongs, and a look at it.
  async shoot(page, name) {
    const before = page.viewportSize(), height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width: before.width, height: Math.max(before.height, height) });
    await page.screenshot({ path: path.join(this.wish.shots, `${name}.png`) });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      this.#faults.push(...(await page.evaluate(faultsOf)).map((fault) => `${name}, ${colorScheme}: ${fault}`));
    }
    await page.emulateMedia({ colorScheme: null });
    await page.setViewportSize(before);
  }

  // For whoever has to find out why a step failed.
  async shootAll(name) {
    const pages = [["glasses", this.page], ...this.phones].filter(([, page]) => page);
    await Promise.all(pages.map(([who, page]) => page.screenshot({ path: path.join(this.wish.shots, `${name}-${who}.png`), timeout: 5000 }).catch(console.error)));
  }

  takeFindings() {
    const found = { faults: [...new Set(this.#faults)], complaints: this.#complaints };
    this.#faults = [];
    this.#complaints = [];
    return found;
  }
};
