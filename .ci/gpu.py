"""Run the cells of notebooks without Jupyter: `.ci/gpu` calls this on a machine with a GPU."""

import ast
import json
import os
import re
import sys
import tempfile
import time
import traceback
from pathlib import Path

root = Path(__file__).resolve().parent.parent
skipped = r"^#\|\s*(default_exp|eval: *false)|nbdev_export\(\)"


def run(notebook: Path, without: str) -> bool:
    "Run the cells of a notebook in one namespace; return True if all of them succeed."
    os.chdir(notebook.parent)
    space = {"__name__": "__main__"}
    begun = time.perf_counter()
    for number, cell in enumerate(json.loads(notebook.read_text(encoding="utf-8"))["cells"]):
        code = "".join(cell["source"])
        if cell["cell_type"] != "code" or re.search(without, code, flags=re.M):
            continue
        tree = ast.parse(code)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        try:
            place = f"{notebook.name}, cell {number}"
            exec(compile(tree, place, "exec"), space)
            if last is not None:
                shown = eval(compile(ast.Expression(last.value), place, "eval"), space)
                print(*[shown] * (shown is not None), flush=True)
        except Exception:
            traceback.print_exc()
            print(f"{notebook.name}: cell {number} FAILED", flush=True)
            return False
    print(f"{notebook.name}: {time.perf_counter() - begun:.0f} s", flush=True)
    return True


def main() -> None:
    gpu = os.environ["MTST_DEVICE"] == "cuda"
    tests = run(root / "nbs/guarantees/gpu.ipynb", skipped if gpu else skipped + r"|^#\|\s*gpu")
    with tempfile.TemporaryDirectory() as place:
        if not gpu:  # a dry run must not replace measured results
            os.environ["RESULTS"] = place
        measured = run(root / "nbs/studies/b6_gpu.ipynb", skipped)
    sys.exit(0 if tests and measured else 1)


if __name__ == "__main__":
    main()
