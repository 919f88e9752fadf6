// How things look: each function puts what it is given into its place on the page.
export const at = (id) => document.getElementById(id);

export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export const show = (id, on) => { at(id).hidden = !on; };

export function pill(kind, text) {
  at("link").className = `pill ${kind}`;
  at("link").textContent = text;
}

const notices = new Map(), ends = new Map(); // cause to text, and to what takes it away

// One text per cause; an empty one takes it away, and so does the time after which it holds no more.
export function notice(cause, text, seconds) {
  clearTimeout(ends.get(cause));
  if (text && seconds) ends.set(cause, setTimeout(() => notice(cause, ""), seconds * 1000));
  if (text) notices.set(cause, text);
  else notices.delete(cause);
  const all = [...notices.values()].join(" ");
  if (at("notice").textContent !== all) at("notice").textContent = all;
  show("notice", Boolean(all));
}

// What holds while the glasses cannot be reached; waits: how many changes are kept for them.
export function away(isAway, waits) {
  show("away", isAway);
  const kept = waits === 0 ? "What you change waits on this phone and goes to them when they are near." : `${waits} ${waits === 1 ? "change waits" : "changes wait"} on this phone until they are near.`;
  const isSeen = at("status").hasChildNodes();
  const text = isAway ? `The glasses are away.${isSeen ? " What you see of them is from before." : ""} ${kept}` : "";
  if (at("away").textContent !== text) at("away").textContent = text;
  show("not-seen", !isSeen);
  if (isAway) finding(false);
}

export function finding(on) {
  at("find").setAttribute("aria-pressed", on);
  at("find").textContent = on ? "Found them" : "Find my glasses";
}

const size = (bytes) => (bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`);

export function status(now) {
  show("not-seen", false);
  const rows = [
    ["Battery", now.battery ? `${now.battery.percent} %${now.battery.charging ? ", charging" : ""}` : "unknown"],
    ["Heat at the skin", now.heatC == null ? "not measured" : `${Math.round(now.heatC)} °C`],
    ["Free space", now.freeBytes == null ? "unknown" : size(now.freeBytes)],
    ["Cloud", now.cloud ?? "none"],
    ["Recording", now.recording ?? "nothing"],
    ["Ringing", now.ringing ?? ""],
    ["Missed", now.missed ?? ""],
    ["Simulated", now.simulated?.length ? now.simulated.join(", ") : ""],
  ];
  at("status").replaceChildren(...rows.filter(([, text]) => text).flatMap(([name, text]) => [element("dt", { textContent: name }), element("dd", { textContent: String(text) })]));
}

export function found(list, choose) {
  show("none-found", list.length === 0);
  at("found").replaceChildren(...list.map((glasses) => element("li", {},
    element("span", { textContent: `${glasses.name}${glasses.pairing ? "" : " (not waiting for a phone)"}` }),
    element("button", { type: "button", className: "primary", textContent: "Pair", disabled: !glasses.pairing, onclick: () => choose(glasses.glasses) }))));
}

export function pairing(now) {
  show("searching", now === null);
  show("comparing", now?.step === "comparing");
  show("waiting", now?.step === "waiting" || now?.step === "asking");
  show("failed", now?.step === "failed");
  at("waiting").textContent = now?.step === "asking" ? "Talking to the glasses…" : "Now say at the glasses as well that the digits are the same…";
  at("digits").textContent = now?.digits ? `${now.digits.slice(0, 3)} ${now.digits.slice(3)}` : "";
  at("reason").textContent = now?.reason ?? "";
}

const pictures = new Map(); // transfer to the address of its picture

export function photos(list, progress) {
  show("no-photos", list.length === 0);
  at("photo-list").replaceChildren(...list.toReversed().map((photo) => {
    if (!photo.whole) return element("li", {}, element("progress", { id: `part-${photo.transfer}`, max: 1, value: progress.get(photo.transfer) ?? 0, ariaLabel: `${photo.name} is coming` }), element("span", { className: "small soft", textContent: photo.name }));
    if (!pictures.has(photo.transfer)) pictures.set(photo.transfer, URL.createObjectURL(new Blob([photo.content], { type: "image/jpeg" })));
    const address = pictures.get(photo.transfer);
    return element("li", {}, photo.kind === "photo" ? element("img", { src: address, alt: `Photo ${photo.name}` }) : "", element("a", { href: address, download: photo.name, className: "small", textContent: photo.name }));
  }));
}

export function progressed(transfer, part) {
  const bar = at(`part-${transfer}`);
  if (bar) bar.value = part;
}

export function notes(list) {
  show("no-notes", list.length === 0);
  at("note-list").replaceChildren(...list.toReversed().map((note) => element("li", {}, element("span", { textContent: note.text }), element("time", { className: "small soft", dateTime: note.at, textContent: new Date(note.at).toLocaleString() }))));
}

export function tasks(list, done) {
  show("no-tasks", list.length === 0);
  at("task-list").replaceChildren(...list.map((task) => element("li", {},
    element("span", { textContent: `To ${task.contact}: ${task.text}` }),
    element("a", { className: "button", href: `sms:?body=${encodeURIComponent(task.text)}`, textContent: "Send" }),
    element("button", { type: "button", textContent: "Done", onclick: () => done(task) }))));
}

const ASKS = { call: "Call", answer: "Take the call of", decline: "Decline the call of", "hang-up": "Hang up", ring: "Ring, to be found" };

export function calls(list, answer) {
  show("calls", list.length > 0);
  at("call-list").replaceChildren(...list.map((call) => element("li", {},
    element("span", { textContent: `${ASKS[call.action] ?? call.action} ${call.contact ?? ""}` }),
    ...(call.isLate
      ? [element("span", { className: "small soft", textContent: "The glasses have stopped waiting for it." }), element("button", { type: "button", textContent: "Take it away", onclick: () => answer(call) })]
      : [element("button", { type: "button", className: "primary", textContent: "Done", onclick: () => answer(call, "ok") }),
        element("button", { type: "button", textContent: "Cannot", onclick: () => answer(call, "phone-refused") })]))));
}

// again: what the person has just touched is put back as well.
export function settings({ now, wakePhrases, budget }, again = false) {
  const free = (id) => again || document.activeElement !== at(id);
  for (const name of ["muted", "doNotDisturb", "localOnly", "cloudConsent"]) at(name).checked = Boolean(now[name]);
  if (free("volume")) at("volume").value = now.volume;
  if (free("cloudBudget")) at("cloudBudget").value = now.cloudBudget ?? "";
  at("volume-value").textContent = `${now.volume} %`;
  at("cloudPrivacy").value = now.cloudPrivacy ?? "normal";
  at("wakePhrase").replaceChildren(...(wakePhrases ?? []).map((phrase) => element("option", { value: phrase, textContent: phrase, selected: phrase === now.wakePhrase })));
  show("budget", Boolean(budget));
  const money = (sum) => `${sum} ${budget.currency}`.trim();
  if (budget) at("budget").textContent = `Spent this month: ${money(budget.spent ?? 0)}${budget.left == null ? "" : `; ${money(budget.left)} left`}.`;
}
