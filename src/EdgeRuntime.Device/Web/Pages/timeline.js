// Draws the trace of a turn: one row per run of a stage, from its start to its end, with milliseconds.
const NAMES = { wake: "wake", vad: "speech", asr: "words", route: "route", tool: "tool", cloud: "cloud", speech: "answer", audio: "sound", intent: "intent" };

// Rows of a trace: { stage, start, end, failed, fields }, in order of their start. A stage without an end runs until the last event.
export function rowsOf(events) {
  const rows = [], open = new Map();
  for (const event of events) {
    if (event.kind === "start") {
      const row = { stage: event.stage, start: event.at_ms, end: null, failed: false, fields: event };
      rows.push(row);
      open.set(event.stage, row);
      continue;
    }
    const row = open.get(event.stage) ?? { stage: event.stage, start: event.at_ms, end: null, failed: false, fields: {} };
    if (!open.has(event.stage)) rows.push(row);
    row.end = event.at_ms;
    row.failed = event.kind === "fail";
    row.fields = { ...row.fields, ...event };
    open.delete(event.stage);
  }
  const last = events.at(-1)?.at_ms ?? 0;
  return rows.map((row) => ({ ...row, end: row.end ?? last, isRunning: row.end === null }));
}

// Milliseconds from the end of what was said to the first sound of the answer; null where either is missing.
export function delayOf(rows) {
  const said = rows.findLast((row) => row.stage === "vad"), answer = rows.find((row) => row.stage === "speech");
  return said && answer ? answer.start + (answer.fields.first_sound_ms ?? 0) - said.end : null;
}

export const milliseconds = (value) => (value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(2)) + " ms";

export function draw(list, rows) {
  const first = rows[0]?.start ?? 0, whole = Math.max(1, Math.max(...rows.map((row) => row.end)) - first);
  list.replaceChildren(...rows.map((row) => {
    const item = document.createElement("li");
    item.dataset.stage = row.stage;
    if (row.failed) item.dataset.failed = "";
    const name = document.createElement("span"), track = document.createElement("span"), bar = document.createElement("i"), ms = document.createElement("span");
    name.textContent = NAMES[row.stage] ?? row.stage;
    track.className = "track";
    bar.style.left = `min(${((row.start - first) / whole) * 100}%, calc(100% - 3px))`;
    bar.style.width = `${((row.end - row.start) / whole) * 100}%`;
    ms.className = "ms";
    ms.textContent = row.isRunning ? "…" : milliseconds(row.end - row.start);
    track.append(bar);
    item.append(name, track, ms);
    return item;
  }));
}

export function facts(list, turn) {
  const { result, events } = turn, route = events.findLast((event) => event.stage === "route" && event.kind === "end");
  const rows = [
    ["Understood", result ? result.intent ?? "nothing" : ""],
    ["Values", Object.entries(result?.slots ?? {}).map(([name, value]) => `${name}: ${value ?? "…"}`).join(", ")],
    ["Confidence", result ? `${Math.round(result.confidence * 100)} %` : ""],
    ["Route", result ? `${result.route} (${(result.reasons ?? route?.reasons ?? []).join(", ")})` : ""],
    ["Trouble", result?.error ? `${result.error.message} [${result.error.code}]` : ""],
    ["Besides", result?.warning ? `${result.warning.message} [${result.warning.code}]` : ""],
  ];
  list.replaceChildren(...rows.filter(([, text]) => text).flatMap(([name, text]) => {
    const term = document.createElement("dt"), value = document.createElement("dd");
    term.textContent = name;
    value.textContent = text;
    return [term, value];
  }));
}
