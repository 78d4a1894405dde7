// Loads the model and answers texts, away from the page, which stays responsive.
import * as ort from "./lib/onnxruntime.js";
import { Tokenizer } from "./lib/tokenizers.js";

let model; // {session, tokenizer, settings, tasks, before, after} once loaded

// Download a file in pieces and report each piece. The size is checked, because a server may stop.
async function download(path, size, report) {
  let response;
  try {
    response = await fetch(path);
  } catch {
    throw new Error(`${path} could not be loaded: there is no connection to the server.`);
  }
  if (!response.ok) throw new Error(`${path} could not be loaded: the server says ${response.status}.`);
  const bytes = new Uint8Array(size);
  const reader = response.body.getReader();
  let filled = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (filled + value.length > size) throw new Error(`${path} is larger than ${size} bytes.`);
    bytes.set(value, filled);
    filled += value.length;
    report(value.length);
  }
  if (filled < size) throw new Error(`${path} is incomplete: ${filled} of ${size} bytes arrived.`);
  return bytes;
}

// Find the special tokens before and after a text, such as [CLS] and [SEP].
function specialTokens(tokenizer) {
  const bare = tokenizer.encode("a", { add_special_tokens: false }).ids;
  const full = tokenizer.encode("a").ids;
  for (let start = 0; start + bare.length <= full.length; start++) {
    if (bare.every((id, i) => full[start + i] === id)) {
      return [full.slice(0, start), full.slice(start + bare.length)];
    }
  }
  throw new Error("The tokenizer adds special tokens in a way that this page doesn't support.");
}

async function load(files) {
  const total = Object.values(files).reduce((sum, size) => sum + size, 0);
  let loaded = 0;
  const report = (bytes) => postMessage({ type: "progress", share: (loaded += bytes) / total });
  const paths = Object.keys(files);
  const contents = await Promise.all(paths.map((path) => download(path, files[path], report)));
  const named = (end) => contents[paths.findIndex((path) => path.endsWith(end))];
  const json = (end) => JSON.parse(new TextDecoder().decode(named(end)));
  const description = json("mtst.json");
  const tokenizer = new Tokenizer(json("tokenizer.json"), {});
  const [before, after] = specialTokens(tokenizer);
  ort.env.wasm.numThreads = 1; // more threads need special HTTP headers
  ort.env.wasm.wasmBinary = named(".wasm").buffer;
  const session = await ort.InferenceSession.create(named(".onnx"), {
    executionProviders: ["wasm"],
  });
  const { normalizer, truncation } = json("tokenizer.json");
  // Python lowercases every "Σ" to "σ"; JavaScript turns it into "ς" at the end of a word.
  const lowercases = /"lowercase":true|"type":"Lowercase"/.test(JSON.stringify(normalizer));
  model = { session, tokenizer, before, after, truncation, lowercases };
  model.settings = description.export;
  model.tasks = description.tasks.filter((task) => Object.hasOwn(model.settings.outputs, task.name));
}

// Tokenize like the Python runtime: prompt, lowercase, tokens, truncation, special tokens.
function tokenize(text) {
  const { prompts, default_prompt, lower_case, max_tokens } = model.settings;
  text = (own(prompts, default_prompt) ?? "") + text.replace(/\p{Surrogate}/gu, "?");
  if (lower_case || model.lowercases) text = text.replaceAll("Σ", "σ");
  if (lower_case) text = text.toLowerCase();
  const ids = model.tokenizer.encode(text, { add_special_tokens: false }).ids;
  const room = max_tokens - model.before.length - model.after.length;
  const start = model.truncation?.direction === "Left" ? Math.max(ids.length - room, 0) : 0;
  const kept = ids.slice(start, start + room);
  return { ids: [...model.before, ...kept, ...model.after], dropped: ids.length - kept.length };
}

// Read a setting by name: a label may be called "constructor", which every object has.
const own = (settings, name) => (Object.hasOwn(settings, name) ? settings[name] : undefined);

function answer(task, values) {
  if (task.kind === "regression") return { name: task.name, value: values[0] };
  const limits = task.thresholds ?? {};
  const most = values.indexOf(Math.max(...values));
  const chosen = (label, i) =>
    task.kind === "multilabel" ? values[i] >= (own(limits, label) ?? 0.5) : i === most;
  const labels = task.labels.map((label, i) => ({
    label,
    probability: values[i],
    chosen: chosen(label, i),
  }));
  return { name: task.name, labels };
}

async function predict(text) {
  const { ids, dropped } = tokenize(text);
  const shape = [1, ids.length];
  const results = await model.session.run({
    input_ids: new ort.Tensor("int64", BigInt64Array.from(ids, BigInt), shape),
    attention_mask: new ort.Tensor("int64", new BigInt64Array(ids.length).fill(1n), shape),
  });
  const { outputs } = model.settings;
  const answers = model.tasks.map((task) => answer(task, [...results[outputs[task.name]].data]));
  const tokens = ids.map((id, i) => ({
    id,
    text: model.tokenizer.id_to_token(id) ?? String(id),
    special: i < model.before.length || i >= ids.length - model.after.length,
  }));
  return { tokens, dropped, answers, embedding: [...results.embedding.data] };
}

// Requests are {id, type, files or text}; each gets one reply {id, type: "done" or "error"}.
let last = Promise.resolve(); // one request at a time
onmessage = ({ data }) => {
  last = last.then(async () => {
    try {
      const result = await (data.type === "load" ? load(data.files) : predict(data.text));
      postMessage({ id: data.id, type: "done", result });
    } catch (error) {
      postMessage({ id: data.id, type: "error", message: String(error?.message ?? error) });
    }
  });
};
