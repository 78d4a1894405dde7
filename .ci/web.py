"""Open an exported page in Chromium, without a network, and compare its answers with Python's.

    python .ci/web.py SITE [--texts FILE] [--chromium PATH]

SITE is a folder written by `export_web`. The script needs Chromium, but no driver: it serves SITE
on loopback together with one page of its own, which operates the site in an `iframe` and posts the
answers back. Labels must be equal; probabilities and vectors may differ by 1e-3.
"""

import argparse, json, queue, shutil, subprocess, sys, tempfile, threading, time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from mtst import bundled

tolerance = 1e-3
driver = """<!doctype html><title>Test</title><iframe src="/index.html"></iframe><script>
const errors = [];
const send = (result) =>
  fetch("/result", { method: "POST", body: JSON.stringify({ errors, ...result }) });
const wait = async (ready) => {
  for (let i = 0; i < 600 && !ready(); i++) await new Promise((done) => setTimeout(done, 100));
  if (!ready()) throw new Error("timeout: " + ready);
};
onload = async () => {
  const inner = document.querySelector("iframe").contentWindow;
  const page = inner.document;
  try {
    inner.addEventListener("error", (event) => errors.push(event.message));
    page.addEventListener("securitypolicyviolation", (e) => errors.push(e.violatedDirective));
    const texts = await (await fetch("/texts.json")).json();
    const early = (await (await fetch("/requests.json")).json()).join(" ");
    const box = page.querySelector("textarea");
    page.querySelector("#load").click();
    box.value = texts.find((text) => text.trim());
    box.dispatchEvent(new inner.Event("input"));
    await wait(() => page.querySelector("#tokens li"));
    const rows = [...page.querySelectorAll("tr.best")].map((row) => row.innerText);
    const answers = [];
    for (const text of texts) answers.push(await inner.mtst.predict(text));
    await send({ early, rows, answers });
  } catch (error) {
    const status = page.querySelector("#status")?.textContent;
    await send({ failure: `${error}; the page says: ${status}` });
  }
};
</script>"""


class Site(SimpleHTTPRequestHandler):
    "Serve the site and the test page, and note every request."

    requests: list[str] = []
    results: queue.Queue[dict] = queue.Queue()
    texts: list[str] = []

    def do_GET(self):
        made = {
            "/test.html": ("text/html", driver),
            "/texts.json": ("application/json", json.dumps(self.texts)),
            "/requests.json": ("application/json", json.dumps(self.requests)),
        }
        if self.path not in made:
            self.requests.append(self.path)
            return super().do_GET()
        kind, content = made[self.path]
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.end_headers()
        self.wfile.write(content.encode())

    def do_POST(self):
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.results.put(json.loads(content))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args):
        pass


def in_browser(site: Path, texts: list[str], chromium: str) -> dict:
    "Run the test page in Chromium and return what it posts."
    Site.texts = texts
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Site, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            chromium,
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            f"--user-data-dir={profile}",
            f"http://127.0.0.1:{server.server_port}/test.html",
        ]
        quiet = dict(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        browser = subprocess.Popen(command, **quiet)  # noqa: S603
        try:
            return Site.results.get(timeout=300)
        except queue.Empty:
            sys.exit("the page didn't answer within 300 s")
        finally:
            browser.terminate()
            browser.wait(30)
            server.shutdown()


def in_python(folder: Path, texts: list[str]) -> list[dict]:
    "Answer the texts one by one with onnxruntime, straight from the files of the model."
    description = json.loads((folder / "mtst.json").read_text(encoding="utf-8"))
    settings = description["export"]
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    session = onnxruntime.InferenceSession(
        folder / "model.onnx", providers=["CPUExecutionProvider"]
    )
    names = [output.name for output in session.get_outputs()]
    prompt = settings["prompts"].get(settings["default_prompt"], "")
    rows = []
    for text in texts:
        prepared = prompt + text.encode("utf-8", "replace").decode()
        if settings["lower_case"]:
            prepared = prepared.replace("Σ", "σ").lower()
        ids = tokenizer.encode(prepared).ids
        inputs = dict(input_ids=np.array([ids]), attention_mask=np.ones((1, len(ids)), np.int64))
        outputs = dict(zip(names, session.run(None, inputs)))
        answers = {task: outputs[name][0] for task, name in settings["outputs"].items()}
        rows.append(dict(ids=ids, embedding=outputs["embedding"][0], answers=answers))
    return rows


def compare(got: dict, expected: dict, tasks: dict) -> dict:
    "Compare the answers to one text."
    same_tokens = [token["id"] for token in got["tokens"]] == expected["ids"]
    same_labels, errors = True, [np.abs(np.array(got["embedding"]) - expected["embedding"]).max()]
    assert [answer["name"] for answer in got["answers"]] == list(expected["answers"])
    for answer in got["answers"]:
        task, values = tasks[answer["name"]], expected["answers"][answer["name"]]
        if task["kind"] == "regression":
            errors.append(abs(answer["value"] - values[0]) / (task.get("std") or 1))
            continue
        assert [row["label"] for row in answer["labels"]] == task["labels"]
        limits = task.get("thresholds") or {}
        chosen = [value >= limits.get(label, 0.5) for label, value in zip(task["labels"], values)]
        if task["kind"] == "classification":
            chosen = [index == values.argmax() for index in range(len(values))]
        same_labels &= [row["chosen"] for row in answer["labels"]] == chosen
        errors += [abs(row["probability"] - v) for row, v in zip(answer["labels"], values)]
    return dict(tokens=same_tokens, labels=same_labels, vector=errors[0], answer=max(errors[1:]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path)
    parser.add_argument("--texts", type=Path, help="JSON list; default: 200 bundled messages")
    parser.add_argument("--chromium", default=shutil.which("chromium") or "chromium")
    options = parser.parse_args()
    texts = bundled()["test"]["text"][:200]
    if options.texts:
        texts = json.loads(options.texts.read_text(encoding="utf-8"))
    start = time.perf_counter()
    result = in_browser(options.site, texts, options.chromium)
    seconds = time.perf_counter() - start
    if "failure" in result or result["errors"]:
        sys.exit(f"the page failed: {result.get('failure')} {result['errors']}")
    large = [path for path in Site.requests if path.endswith((".onnx", ".wasm", "tokenizer.json"))]
    assert len(large) == 3 and not any(path in result["early"] for path in large), large
    tasks = json.loads((options.site / "model/mtst.json").read_text(encoding="utf-8"))["tasks"]
    tasks = {task["name"]: task for task in tasks}
    expected = in_python(options.site / "model", texts)
    rows = [compare(*pair, tasks) for pair in zip(result["answers"], expected)]
    for name in ("tokens", "labels"):
        wrong = [text[:100] for text, row in zip(texts, rows) if not row[name]]
        print(f"same {name}: {len(texts) - len(wrong)} of {len(texts)} texts", *wrong, sep="\n  ")
    for name in ("vector", "answer"):
        print(f"largest difference of a value in the {name}: {max(row[name] for row in rows):.1e}")
    print(f"{seconds:.0f} s in the browser; shown on the page: {result['rows']}")
    bad = [
        row for row in rows if not row["labels"] or max(row["vector"], row["answer"]) > tolerance
    ]
    if bad:
        sys.exit(f"{len(bad)} of {len(texts)} texts have different answers")


if __name__ == "__main__":
    main()
