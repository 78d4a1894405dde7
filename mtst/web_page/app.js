// The page: a button that loads the model, a text box, tokens, and one table per task.
// Everything that takes time happens in worker.js. Scripts can call `mtst.predict(text)`.
"use strict";

const byId = (id) => document.getElementById(id);
const page = byId("mtst");
const files = JSON.parse(page.dataset.files); // path -> bytes
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
const percent = (share) => `${(100 * share).toFixed(1)}%`;

function make(parent, tag, text = "", name = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  element.className = name;
  return parent.appendChild(element);
}

function say(message, isError = false) {
  byId("status").textContent = message;
  byId("status").className = isError ? "error" : "";
}

// --- Worker ---
let worker;
let loading; // promise of the loaded model
const waiting = new Map(); // id -> {resolve, reject}
let requests = 0;

function start() {
  worker = new Worker("worker.js", { type: "module" });
  worker.onmessage = ({ data }) => {
    if (data.type === "progress") return showProgress(data.share);
    const { resolve, reject } = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.type === "done") resolve(data.result);
    else reject(new Error(data.message));
  };
  worker.onerror = () => {
    const error = new Error("The scripts could not be loaded, or this browser is too old.");
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
}

function request(message) {
  const id = requests++;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, ...message });
  });
}

// --- Loading ---
const total = Object.values(files).reduce((sum, size) => sum + size, 0);
let shown = -1;

function showProgress(share) {
  const now = Math.floor(100 * share);
  if (now === shown) return;
  byId("progress").value = shown = now;
  const ready = share === 1 ? "Starting the model." : "Loading.";
  byId("load").textContent = `${megabytes(share * total)} of ${megabytes(total)} MB`;
  if (byId("status").textContent !== ready) say(ready);
}

function load() {
  loading ??= (async () => {
    const button = byId("load");
    const label = button.textContent;
    button.setAttribute("aria-disabled", "true"); // unlike `disabled`, keeps the focus
    byId("progress").classList.add("on");
    say("Loading.");
    try {
      start();
      await request({ type: "load", files });
    } catch (error) {
      worker?.terminate();
      loading = undefined;
      shown = -1;
      button.textContent = label;
      button.removeAttribute("aria-disabled");
      byId("progress").classList.remove("on");
      say(`The model could not be loaded. ${error.message} Try again.`, true);
      throw error;
    }
    if (button.matches(":focus-visible")) byId("text").focus(); // for keyboards
    button.textContent = "Model loaded";
    button.disabled = true;
    byId("progress").classList.remove("on");
    say("The model is ready: type a text.");
    update();
  })();
  return loading;
}

// --- Answers ---
const tables = new Map(); // task -> its rows
const limit = 10; // rows per task: a task with more labels shows the most probable ones

function addRow(body, label) {
  const row = make(body, "tr");
  const head = make(row, "th", label);
  head.scope = "row";
  const cell = make(row, "td");
  cell.setAttribute("aria-hidden", "true"); // the next cell has the value as text
  const bar = make(make(cell, "div", "", "bar"), "div");
  return { row, head, bar, value: make(row, "td", "–", "value") };
}

function showTasks(tasks) {
  for (const { name, kind, labels } of tasks) {
    const table = make(byId("answers"), "table");
    make(table, "caption", name);
    const body = make(table, "tbody");
    const rows = kind === "regression" ? ["value"] : labels.slice(0, limit);
    tables.set(name, rows.map((label) => addRow(body, label)));
    if (kind === "regression") tables.get(name)[0].bar.parentElement.remove();
    if (labels?.length > limit) {
      const note = make(make(make(table, "tfoot"), "tr"), "td", `the ${limit} most probable labels`);
      note.colSpan = 3;
    }
  }
}

function showAnswer({ name, value, labels }) {
  const rows = tables.get(name);
  if (value !== undefined) {
    rows[0].value.textContent = value.toPrecision(4);
    return `${name}: ${value.toPrecision(4)}`;
  }
  if (labels.length > limit) labels.sort((a, b) => b.probability - a.probability).splice(limit);
  labels.forEach(({ label, probability, chosen }, i) => {
    const { row, head, bar, value } = rows[i];
    row.className = chosen ? "best" : "";
    head.textContent = chosen ? `✓ ${label}` : label;
    bar.style.setProperty("--share", probability);
    value.textContent = percent(probability);
  });
  const best = labels.filter(({ chosen }) => chosen);
  const texts = best.map(({ label, probability }) => `${label}, ${percent(probability)}`);
  return `${name}: ${texts.join("; ") || "no label"}`;
}

function showTokens({ tokens, dropped }) {
  byId("tokens").replaceChildren();
  for (const { text, special } of tokens) {
    make(byId("tokens"), "li", text, special ? "special" : "");
  }
  const rest = dropped ? `; the model doesn't read the last ${dropped}` : "";
  byId("count").textContent = `${tokens.length} tokens, special tokens included${rest}`;
}

function clear() {
  byId("tokens").replaceChildren();
  byId("count").textContent = "The tokenizer splits the text into these pieces.";
  for (const { row, head, bar, value } of [...tables.values()].flat()) {
    row.className = "";
    head.textContent = head.textContent.replace(/^✓ /, "");
    bar.style.setProperty("--share", 0);
    value.textContent = "–";
  }
}

let reading; // timer: a screen reader reads the answers once the user stops typing

async function answer(text) {
  clearTimeout(reading);
  if (!text.trim()) return clear();
  try {
    await loading;
  } catch {
    return; // `load` reports the error
  }
  try {
    const result = await request({ type: "predict", text });
    showTokens(result);
    const summary = result.answers.map(showAnswer).join(". ");
    reading = setTimeout(() => (byId("summary").textContent = summary), 1000);
    say("");
  } catch (error) {
    say(`The model could not answer. ${error.message}`, true);
  }
}

let answering = false; // one text at a time: while the model is busy, only the last one waits
let changed = false;

async function update() {
  changed = true;
  if (!loading) return say("Load the model to see its answers.");
  if (answering) return;
  answering = true;
  while (changed) {
    changed = false;
    await answer(byId("text").value);
  }
  answering = false;
}

// --- Start ---
async function describe() {
  const path = Object.keys(files).find((path) => path.endsWith("mtst.json"));
  const { tasks, export: settings } = await (await fetch(path)).json();
  showTasks(tasks.filter((task) => Object.hasOwn(settings.outputs, task.name)));
}

if (location.protocol === "file:") {
  byId("load").disabled = true;
  say("Browsers load models from a server only. In this folder, run: python -m http.server", true);
} else {
  for (const text of JSON.parse(page.dataset.examples)) {
    const button = make(byId("examples"), "button", text);
    button.type = "button";
    button.onclick = () => {
      byId("text").value = text;
      update();
    };
  }
  byId("text").oninput = update;
  byId("load").onclick = () => load().catch(() => {});
  describe().catch(() => say("model/mtst.json could not be loaded.", true));
}

window.mtst = {
  load,
  predict: async (text) => {
    await load();
    return request({ type: "predict", text });
  },
};
