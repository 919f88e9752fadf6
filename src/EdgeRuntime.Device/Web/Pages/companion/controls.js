// What the person can touch once the phone is paired.
import { at, finding, show } from "./views.js";

const lines = (id) => at(id).value.split("\n").map((line) => line.trim()).filter(Boolean).slice(0, 1000);

async function sendNames({ keep, names }) {
  let kept = true;
  for (const name of ["contacts", "playlists"]) kept = kept && (await keep(name, { names: lines(name) }));
  at("names-saved").textContent = kept ? "Kept; the glasses get it as soon as they are near." : "";
  if (kept) for (const name of ["contacts", "playlists"]) await names(name, lines(name));
}

async function notify({ keep }) {
  const text = at("notification-text").value.trim();
  if (!text) return;
  const from = at("notification-from").value.trim() || "Companion";
  if (await keep("notification", { app: "companion", from, text, at: new Date().toISOString() })) at("notification-text").value = "";
}

function choosePanel(button) {
  for (const tab of document.querySelectorAll(".tabs button")) {
    tab.toggleAttribute("aria-current", tab === button);
    if (tab === button) tab.setAttribute("aria-current", "page");
    show(tab.dataset.panel, tab === button);
  }
  scrollTo(0, 0);
}

// doing: keep(kind, body) says whether it was kept; names(name, list) remembers a list here; find(on); forget(); reset().
export function control(doing) {
  for (const tab of document.querySelectorAll(".tabs button")) tab.onclick = () => choosePanel(tab);
  for (const name of ["muted", "doNotDisturb", "localOnly", "cloudConsent"]) at(name).onchange = ({ target }) => doing.keep("set", { [name]: target.checked });
  for (const name of ["wakePhrase", "cloudPrivacy"]) at(name).onchange = ({ target }) => doing.keep("set", { [name]: target.value });
  at("volume").oninput = ({ target }) => { at("volume-value").textContent = `${target.value} %`; };
  at("volume").onchange = ({ target }) => doing.keep("set", { volume: target.valueAsNumber });
  at("cloudBudget").onchange = ({ target }) => { if (target.validity.valid) doing.keep("set", { cloudBudget: target.value === "" ? -1 : target.valueAsNumber }); }; // -1: none
  at("save-names").onclick = () => sendNames(doing);
  at("notify").onclick = () => notify(doing);
  at("find").onclick = ({ target }) => {
    const on = target.getAttribute("aria-pressed") !== "true";
    finding(on);
    doing.find(on);
  };
  at("forget").onclick = doing.forget;
  at("reset").onclick = doing.reset;
}
