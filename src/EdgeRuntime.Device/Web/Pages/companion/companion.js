// The page /companion: pairs, then shows what the glasses say and sends what the person does.
import { brokerOf, Companion, Stranger } from "./link.js";
import { Store } from "./store.js";
import { at, calls, found, notes, notice, pairing, photos, pill, settings, show, status, tasks } from "./views.js";
import { draw, facts, rowsOf } from "/timeline.js";

const LINKS = {
  away: ["warn", "reconnecting"], greeting: ["warn", "connecting"], up: ["good", "connected"], unknown: ["bad", "not paired any more"],
};

const store = await Store.open();
const broker = brokerOf(location);
const progress = new Map(), waiting = [];
let companion = null, stranger = null, turn = { trace: null, events: [], result: null };

globalThis.navigator.serviceWorker?.register("/companion-worker.js", { scope: "/companion" }).catch(() =>
  notice("This browser does not trust the glasses' certificate, so this page cannot be installed or opened without them. See /install."));
navigator.storage?.persist?.();

async function begin() {
  const bond = await store.get("bond", "bond");
  show("pairing", !bond);
  show("panels", Boolean(bond));
  if (bond) await meet(bond);
  else look();
}

function look() {
  pairing(null);
  found([], choose);
  stranger = new Stranger(broker, {
    link: (on) => pill(on ? "good" : "warn", on ? "glasses are near" : "looking for the glasses"),
    found: (list) => found(list, choose),
    changed: paired,
  });
}

async function choose(glasses) {
  const attempt = await stranger.pair(glasses, at("phone-name").value.trim() || "Phone");
  at("same").onclick = () => attempt.answer(true);
  at("differ").onclick = () => attempt.answer(false);
  if (attempt.step === "asking") pairing(attempt);
}

async function paired(attempt) {
  pairing(attempt);
  if (attempt.isOver) stranger.end();
  if (attempt.step !== "paired") return;
  await store.forget();
  await store.put("bond", attempt.bond, "bond");
  await begin();
}

async function meet(bond) {
  at("title").textContent = bond.name || "Companion";
  companion = new Companion(broker, bond, store, {
    link: linked, live, kept,
    photos: showPhotos,
    progress: (transfer, part) => { progress.set(transfer, part); showPhotos(); },
  });
  for (const name of ["contacts", "playlists"]) at(name).value = ((await store.get("lists", name)) ?? []).join("\n");
  await Promise.all([showPhotos(), showWords()]);
}

function linked(state) {
  pill(...LINKS[state]);
  if (state === "unknown") notice("The glasses do not know this phone any more. Forget it here, then pair it again.");
  else if (state === "up") notice("");
}

function live(message) {
  switch (message.t) {
    case "status": return status(message);
    case "settings": return settings(message);
    case "turn": return showEvent(message);
    case "answer": return showAnswer(message);
    case "call": waiting.push(message); return calls(waiting, called);
    case "problem": return notice([message.message, message.next].filter(Boolean).join(" "));
    case "forgotten": return forgotten();
  }
}

function showEvent({ trace, event }) {
  if (turn.trace !== trace) turn = { trace, events: [], result: null };
  turn.events.push(event);
  showTurn();
}

function showAnswer({ trace, result }) {
  if (turn.trace !== trace) turn = { trace, events: [], result: null };
  turn.result = result;
  showTurn();
}

function showTurn() {
  show("no-turn", false);
  show("turn", true);
  at("answer").textContent = turn.result?.answer ?? "…";
  draw(at("timeline"), rowsOf(turn.events));
  facts(at("facts"), turn);
}

const kept = () => Promise.all([showPhotos(), showWords()]);
const showPhotos = async () => photos(await store.all("photos"), progress);

async function showWords() {
  notes(await store.all("notes"));
  tasks(await store.all("tasks"), async (task) => {
    await store.change(["tasks"], (name) => { name("tasks").delete(task.n); });
    await showWords();
  });
}

function called(call, code) {
  waiting.splice(waiting.indexOf(call), 1);
  calls(waiting, called);
  companion.exchange.say({ t: "called", call: call.call, code, message: code === "ok" ? "" : "The person at the phone could not do it." });
}

async function forgotten() {
  companion?.end();
  await store.forget();
  location.reload();
}

const lines = (id) => at(id).value.split("\n").map((line) => line.trim()).filter(Boolean).slice(0, 1000);

async function sendNames() {
  for (const name of ["contacts", "playlists"]) {
    await store.put("lists", lines(name), name);
    await companion.exchange.keep(name, { names: lines(name) });
  }
  at("names-saved").textContent = "Kept; the glasses get it as soon as they are near.";
}

async function notify() {
  const text = at("notification-text").value.trim();
  if (!text) return;
  await companion.exchange.keep("notification", { app: "companion", from: at("notification-from").value.trim() || "Companion", text, at: new Date().toISOString() });
  at("notification-text").value = "";
}

function choosePanel(button) {
  for (const tab of document.querySelectorAll(".tabs button")) {
    tab.toggleAttribute("aria-current", tab === button);
    if (tab === button) tab.setAttribute("aria-current", "page");
    show(tab.dataset.panel, tab === button);
  }
  scrollTo(0, 0);
}

for (const tab of document.querySelectorAll(".tabs button")) tab.onclick = () => choosePanel(tab);
for (const name of ["muted", "doNotDisturb", "localOnly", "cloudConsent"]) at(name).onchange = ({ target }) => companion.exchange.keep("set", { [name]: target.checked });
for (const name of ["wakePhrase", "cloudPrivacy"]) at(name).onchange = ({ target }) => companion.exchange.keep("set", { [name]: target.value });
at("volume").oninput = ({ target }) => { at("volume-value").textContent = `${target.value} %`; };
at("volume").onchange = ({ target }) => companion.exchange.keep("set", { volume: target.valueAsNumber });
at("save-names").onclick = sendNames;
at("notify").onclick = notify;
at("again").onclick = look;
at("find").onclick = ({ target }) => {
  const on = target.getAttribute("aria-pressed") !== "true";
  target.setAttribute("aria-pressed", on);
  target.textContent = on ? "Found them" : "Find my glasses";
  companion.exchange.say({ t: "find", on });
};
at("forget").onclick = async () => {
  if (!confirm("Forget this phone? Contacts, playlists and all that waits are removed.")) return;
  await companion.exchange.say({ t: "forget-me" });
  await forgotten();
};

await begin();
