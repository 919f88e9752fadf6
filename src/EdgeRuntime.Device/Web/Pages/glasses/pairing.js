// The pairing window as the glasses show it: where the phone has to go, the digits, and how it ended.
const at = (id) => document.getElementById(id);

const TEXTS = {
  waiting: () => "Waiting for a phone, for one minute. Open this address on it:",
  comparing: (view) => (view.answered ? `Now say so on “${view.phone_name}” as well.` : `Does “${view.phone_name || "the phone"}” show the same digits?`),
  paired: (view) => `Paired with “${view.phone_name}”.`,
  failed: (view) => `Not paired: ${view.failure.message} ${view.failure.next}`,
  closed: () => "",
};

// rows: a text of 0 and 1 per line of the code, quiet zone included.
function codeOf(rows) {
  const make = (name) => document.createElementNS("http://www.w3.org/2000/svg", name), svg = make("svg"), path = make("path"), title = make("title");
  title.textContent = "QR code of the companion's address";
  svg.setAttribute("viewBox", `0 0 ${rows.length} ${rows.length}`);
  svg.setAttribute("role", "img");
  path.setAttribute("d", rows.flatMap((row, y) => [...row].map((dot, x) => (dot === "1" ? `M${x} ${y}h1v1h-1z` : ""))).join(""));
  svg.append(title, path);
  return svg;
}

export function showPairing(view) {
  at("pairing").hidden = view.state === "closed";
  at("pairing-text").textContent = TEXTS[view.state](view) + (view.state === "waiting" && view.failure ? ` ${view.failure.message}` : "");
  at("pairing-digits").hidden = at("pairing-answer").hidden = view.state !== "comparing" || view.answered;
  at("pairing-digits").textContent = view.digits ? `${view.digits.slice(0, 3)} ${view.digits.slice(3)}` : "";
  at("pairing-qr-figure").hidden = view.state !== "waiting" || !view.qr;
  if (view.qr) at("pairing-qr").replaceChildren(codeOf(view.qr));
  at("pairing-address").textContent = at("pairing-address").href = view.address ?? "";
}

export function onAnswer(answer) {
  at("pairing-same").onclick = () => answer(true);
  at("pairing-differ").onclick = () => answer(false);
}
