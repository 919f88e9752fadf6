// The page /companion: pairs, then shows what the glasses say and sends what the person does.
import { control } from "./controls.js";
import { brokerOf, Companion, Stranger } from "./link.js";
import { Store } from "./store.js";
import { at, away, calls, found, notes, notice, pairing, photos, pill, progressed, settings, show, status, tasks } from "./views.js";
import { draw, facts, rowsOf } from "/timeline.js";

const LINKS = {
  away: ["warn", "reconnecting"], greeting: ["warn", "connecting"], up: ["good", "connected"], unknown: ["bad", "not paired any more"],
};

const store = await Store.open();
const broker = brokerOf(location, (await store.get("bond", "bond"))?.broker);
const progress = new Map(), waiting = [];
const CALL_MS = 5000; // as long as the glasses wait for a call to be carried out
const FORGET_MS = 2000; // for the glasses to have let go of this phone
const AWAY_SHOWN_S = 10;
const AWAY_MS = 1000; // a link that is back sooner is not worth a word
let companion = null, stranger = null, isAway = true, waits = 0, awayTimer = 0, isUp = false, said = null, turn = { trace: null, events: [], result: null };

// The one script that is named by a text; under Trusted Types even that has to be said.
const WORKER = "/companion-worker.js";
const worker = globalThis.trustedTypes?.createPolicy("companion-worker", { createScriptURL: () => WORKER }).createScriptURL(WORKER) ?? WORKER;
navigator.serviceWorker?.register(worker, { scope: "/companion" }).catch(() =>
  notice("certificate", "This browser does not trust the glasses' certificate, so this page cannot be installed or opened without them. See /install."));
navigator.storage?.persist?.();

async function begin() {
  const bond = await store.get("bond", "bond");
  notice("asked", bond ? "" : sessionStorage.getItem("asked"));
  sessionStorage.removeItem("asked");
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
  if (attempt.step === "comparing") at("digits").focus(); // the button that had it is gone
  if (attempt.step === "failed") at("again").focus();
  if (attempt.isOver) stranger.end();
  if (attempt.step !== "paired") return;
  await store.forget();
  await store.put("bond", attempt.bond, "bond");
  await begin();
}

async function meet(bond) {
  at("title").textContent = bond.name || "Companion";
  companion = new Companion(broker, bond, store, {
    live, kept,
    link: (state) => {
      linked(state);
      // Only a broker over which the glasses have proved themselves is kept: a link may name any.
      if (state === "up" && bond.broker !== broker) store.put("bond", Object.assign(bond, { broker }), "bond");
    },
    photos: showPhotos,
    progress: (transfer, part) => { progress.set(transfer, part); progressed(transfer, part); },
    anew: giveNames,
    waits: (count) => { waits = count; away(isAway, waits); },
    room: (isThere) => notice("room", isThere ? "" : "This phone has no room left for what the glasses send. They keep it: free some space on this phone."),
  });
  await companion.exchange.count();
  said = await store.get("meta", "settings");
  showSettings();
  for (const name of ["contacts", "playlists"]) at(name).value = ((await store.get("lists", name)) ?? []).join("\n");
  await Promise.all([showPhotos(), showWords()]);
}

function linked(state) {
  pill(...LINKS[state]);
  notice("bond", state === "unknown" ? "The glasses do not know this phone any more. Forget it here, then pair it again." : "");
  if (state === "up") notice("problem", "");
  isUp = state === "up";
  if (state === "unknown") at("status").replaceChildren(); // it is not theirs to see any more
  at("find").disabled = !isUp;
  if (state === "away" || state === "greeting") {
    awayTimer ||= setTimeout(() => distance(true), AWAY_MS);
    return;
  }
  clearTimeout(awayTimer);
  awayTimer = 0;
  distance(false);
}

function distance(far) {
  isAway = far;
  away(isAway, waits);
  if (!isAway) return;
  waiting.length = 0; // nobody waits for them any more
  calls(waiting, called);
}

function live(message) {
  switch (message.t) {
    case "status": return status(message);
    case "settings": return takeSettings(message);
    case "turn": return showEvent(message);
    case "answer": return showAnswer(message);
    case "call": return call(message);
    case "problem": return notice("problem", [message.message, message.next].filter(Boolean).join(" "));
    case "reset": return notice("reset", message.message, message.seconds);
    case "forgotten": forgotten(message.message); return;
  }
}

async function takeSettings(message) {
  said = message;
  showSettings();
  await store.put("meta", message, "settings");
}

// What the glasses said last, and on top what waits for them: they do not know of it yet.
function showSettings(again) {
  if (!said) return;
  const now = { ...said.now, ...companion.exchange.wanted };
  settings({ ...said, now: { ...now, cloudBudget: now.cloudBudget === -1 ? null : now.cloudBudget } }, again);
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

function call(message) {
  waiting.push(message);
  calls(waiting, called);
  setTimeout(() => { message.isLate = true; calls(waiting, called); }, CALL_MS);
}

// code: how it went; none where the glasses do not wait for it any more.
function called(call, code) {
  waiting.splice(waiting.indexOf(call), 1);
  calls(waiting, called);
  if (code) companion.exchange.say({ t: "called", call: call.call, code, message: code === "ok" ? "" : "The person at the phone could not do it." });
}

// asked: what the person is asked about what is left on the glasses; it outlives this page, which begins anew.
async function forgotten(asked) {
  if (asked) sessionStorage.setItem("asked", asked);
  await companion.end(); // else what is just arriving would stay
  await store.forget();
  location.reload();
}

// What the person asks for waits here until the glasses have it. What cannot be kept is said, and shown as it was.
async function keep(kind, body) {
  try {
    await companion.exchange.keep(kind, body);
    notice("kept", "");
    return true;
  } catch (error) {
    notice("kept", `That was not kept: ${error.name === "QuotaExceededError" ? "this phone has no room left. Free some space, then do it again." : error.message}`);
    showSettings(true);
    return false;
  }
}

// The glasses have lost what this phone gave them.
async function giveNames() {
  for (const name of ["contacts", "playlists"]) {
    const names = await store.get("lists", name);
    if (names) await keep(name, { names });
  }
}

function forget() {
  const there = isUp ? "" : "The glasses are away and keep their side until you revoke this phone there.";
  if (!confirm(`Forget this phone? Contacts, playlists and all that waits are removed. Notes and pictures stay on the glasses; to erase them as well, hold the button there for ten seconds. ${there}`)) return;
  if (!isUp) return forgotten();
  companion.exchange.say({ t: "forget-me" });
  setTimeout(forgotten, FORGET_MS); // or when they say so
}

// Only begins it: a hand on the glasses does it.
function reset() {
  if (!isUp) return notice("reset", "The glasses are away. To erase everything on them, hold their button for ten seconds.", AWAY_SHOWN_S);
  const asked = "Erase everything on the glasses: phones, notes, pictures, settings? They will say what has to be done there.";
  if (confirm(asked)) companion.exchange.say({ t: "reset" });
}

control({
  keep, forget, reset,
  names: (name, list) => store.put("lists", list, name),
  find: (on) => companion.exchange.say({ t: "find", on }),
});
at("again").onclick = look;

// A phone that wakes must not show for long what was true when it fell asleep.
for (const [on, types] of [[document, ["visibilitychange", "resume"]], [globalThis, ["pageshow", "online", "offline"]]]) {
  for (const type of types) on.addEventListener(type, () => { if (!document.hidden) (companion ?? stranger)?.wake(); });
}

await begin();
