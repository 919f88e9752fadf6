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

export function notice(text) {
  at("notice").textContent = text;
  show("notice", Boolean(text));
}

const size = (bytes) => (bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`);

export function status(now) {
  const rows = [
    ["Battery", now.battery ? `${now.battery.percent} %${now.battery.charging ? ", charging" : ""}` : "unknown"],
    ["Heat at the skin", now.heatC == null ? "not measured" : `${Math.round(now.heatC)} °C`],
    ["Free space", now.freeBytes == null ? "unknown" : size(now.freeBytes)],
    ["Cloud", now.cloud ?? "none"],
    ["Recording", now.recording ?? "nothing"],
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
    if (!photo.whole) return element("li", {}, element("progress", { max: 1, value: progress.get(photo.transfer) ?? 0, ariaLabel: `${photo.name} is coming` }), element("span", { className: "small soft", textContent: photo.name }));
    if (!pictures.has(photo.transfer)) pictures.set(photo.transfer, URL.createObjectURL(new Blob([photo.content], { type: "image/jpeg" })));
    const address = pictures.get(photo.transfer);
    return element("li", {}, photo.kind === "photo" ? element("img", { src: address, alt: `Photo ${photo.name}` }) : "", element("a", { href: address, download: photo.name, className: "small", textContent: photo.name }));
  }));
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
    element("button", { type: "button", className: "primary", textContent: "Done", onclick: () => answer(call, "ok") }),
    element("button", { type: "button", textContent: "Cannot", onclick: () => answer(call, "phone-refused") }))));
}

export function settings({ now, wakePhrases, budget }) {
  for (const name of ["muted", "doNotDisturb", "localOnly", "cloudConsent"]) at(name).checked = Boolean(now[name]);
  if (document.activeElement !== at("volume")) at("volume").value = now.volume;
  at("volume-value").textContent = `${now.volume} %`;
  at("cloudPrivacy").value = now.cloudPrivacy ?? "normal";
  at("wakePhrase").replaceChildren(...(wakePhrases ?? []).map((phrase) => element("option", { value: phrase, textContent: phrase, selected: phrase === now.wakePhrase })));
  show("budget", Boolean(budget));
  if (budget) at("budget").textContent = `Spent ${budget.spent} ${budget.currency}, ${budget.left} left.`;
}
