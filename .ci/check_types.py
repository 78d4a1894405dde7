"""Check types with mypy.

`python .ci/check_types.py` checks the source. `--installed PYTHON` checks the mtst in that
Python. Both modes also check a user's files: correct calls, and deliberate mistakes that
mypy must report.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

root = Path(__file__).resolve().parent.parent

right = """
import numpy as np
import pandas as pd
from torch import Tensor
from mtst import Callback, Classification, MultiTaskModel, Regression, SentenceTransformer
from mtst import TrainingConfig, bundled, evaluate, fit
from mtst.training import History
from mtst.training_run import TrainingRun

class Steps(Callback):
    def started(self, run: TrainingRun) -> None:
        self.steps = sum(run.epoch_steps)

encoder = SentenceTransformer("all-MiniLM-L6-v2", device="cpu")
width: int = encoder.dim
array: np.ndarray = encoder.encode(["a", "b"])
tensor: Tensor = encoder.encode("a", as_tensor=True)
for rows, vectors in encoder.encode_stream(["a", "b"], chunk=1):
    first: int = rows.start
    part: np.ndarray = vectors
topic = Classification("topic", ["refund", "login"], class_weights="balanced")
model = MultiTaskModel(encoder, [topic, Regression("stars", weight=0.5)])
config = TrainingConfig(epochs=2, freeze=["backbone"])
history: History = fit(model, bundled()["train"], config=config, callbacks=[Steps()])
table: pd.DataFrame = model.predict(["Where is my gift card?"], all_probabilities=True)
topics: pd.DataFrame = model.predict_proba("Where is my gift card?")["topic"]
scores: dict[str, dict[str, float]] = evaluate(model, bundled()["test"])
names: list[str] = [task.name for task in model.tasks.values()]
model.save_pretrained("folder", overwrite=True)
again: MultiTaskModel = MultiTaskModel.from_pretrained("folder", tasks=["topic"])
config.to_toml("config.toml")
same: TrainingConfig = TrainingConfig.from_toml("config.toml")
"""

wrong = """
from mtst import Classification, MultiTaskModel, SentenceTransformer, TrainingConfig, fit
model = MultiTaskModel.from_pretrained("folder")
model.predcit(["a"])  # [operator]
model.predict(["a"], 3)  # [arg-type]
model.predict(["a"], evry=True)  # [call-arg]
MultiTaskModel.from_pretrained()  # [call-arg]
model.encoder.encode(3)  # [call-overload]
text: str = model.encoder.encode("a")  # [assignment]
Classification("topic")  # [call-arg]
TrainingConfig(epochs="2")  # [arg-type]
from mtst import MultitaskModel  # [attr-defined]
"""


def mypy(*arguments: str | Path, folder: Path) -> list[str]:
    "Run mypy in a folder; return a list of its errors."
    command = [sys.executable, "-m", "mypy", "--config-file", root / ".ci/mypy.ini", "--no-pretty"]
    done = subprocess.run([*command, *arguments], cwd=folder, capture_output=True, text=True)
    if done.returncode > 1 or done.stderr:
        sys.exit(done.stdout + done.stderr)
    return [line for line in done.stdout.splitlines() if ": error: " in line]


def check_user(options: list[str], folder: Path) -> list[str]:
    "Check the user's files; return errors in correct calls and mistakes that mypy missed."
    (folder / "right.py").write_text(right)
    (folder / "wrong.py").write_text(wrong)
    errors = mypy(*options, "right.py", "wrong.py", folder=folder)
    pattern = re.compile(r"wrong\.py:(\d+): error: .*(\[[\w-]+\])$")
    seen = {(int(match[1]), match[2]) for line in errors if (match := pattern.match(line))}
    marked = {
        (number, match[1])
        for number, line in enumerate(wrong.splitlines(), 1)
        if (match := re.search(r"# (\[.*\])", line))
    }
    findings = [line for line in errors if line.startswith("right.py")]  # not errors in mtst
    return (
        findings
        + [f"wrong.py:{line}: {code} expected" for line, code in marked - seen]
        + [f"wrong.py:{line}: {code} not expected" for line, code in seen - marked]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--installed", metavar="PYTHON", help="Python with mtst installed")
    python = parser.parse_args().installed
    with tempfile.TemporaryDirectory() as folder:
        if python is None:
            findings = mypy("-p", "mtst", folder=root)
            (Path(folder) / "mtst").symlink_to(root / "mtst")
            findings += check_user([], Path(folder))
        else:
            findings = check_user(["--python-executable", python], Path(folder))
    if findings:
        sys.exit("\n".join([*findings, f"{len(findings)} findings"]))
    print("types: no findings")


if __name__ == "__main__":
    main()
