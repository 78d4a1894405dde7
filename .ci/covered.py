"""Measure the branch coverage of `mtst/`: `python .ci/covered.py`; needs `pip install coverage`.

A notebook runs its own exported cells, so a tracer would see only the code that other notebooks
import. Here, each notebook runs in its own process, and its exported cells are compiled from the
corresponding lines of `mtst/`. These lines count as covered whether a test or an import runs them.
"""

import argparse, json, os, re, subprocess, sys, tempfile, warnings
from pathlib import Path

root = Path(__file__).resolve().parent.parent


def exported(notebook: Path) -> dict[str, tuple[Path, int, str]]:
    "Map the ID of each exported cell to its file, the number of lines above it, and its code."
    name = re.search(
        r"^#\|\s*default_exp (\w+)",
        "\n".join("".join(cell["source"]) for cell in json.loads(notebook.read_text())["cells"]),
        flags=re.M,
    )
    if not name:
        return {}
    file = root / f"mtst/{name[1]}.py"
    code = file.read_text()
    marks = [*re.finditer(r"^# %% \S+ #(\w+)$", code, flags=re.M)]
    return {
        mark[1]: (file, code[: mark.start()].count("\n"), code[mark.start() : after])
        for mark, after in zip(marks, [*[mark.start() for mark in marks[1:]], len(code)])
    }


def run(notebook: Path, flags: set[str]) -> None:
    "Run the cells of a notebook in one namespace, like its test."
    from IPython.display import display

    parts, space, off = (
        exported(notebook),
        vars(sys.modules["__main__"]),
        {"slow", "gpu", "net"} - flags,
    )
    space |= {"__package__": "mtst", "display": display}  # `mtst/` uses relative imports
    os.chdir(notebook.parent)
    for cell in json.loads(notebook.read_text())["cells"]:
        code = "".join(cell["source"])
        if cell["cell_type"] != "code" or re.search(
            r"^#\|\s*(eval: *false|default_exp)|nbdev_export\(\)"
            + "".join(rf"|^#\|\s*{flag}\b" for flag in off),
            code,
            flags=re.M,
        ):
            continue
        file, above, code = parts.get(
            cell["id"], ("<cell>", 0, re.sub(r"^[%!].*$", "", code, flags=re.M))
        )
        exec(compile("\n" * above + code, str(file), "exec"), space)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="*", help="notebooks to run (default: all tested ones)")
    parser.add_argument("--flags", default="", help="run cells with these flags, too, such as slow")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    flags = set(asked.flags.split())
    if asked.one:
        warnings.simplefilter("ignore")
        return run(Path(asked.notebooks[0]).resolve(), flags)
    tested = [Path(name) for name in asked.notebooks] or [
        file
        for file in sorted((root / "nbs").rglob("[0-9gi]*.ipynb"))
        if "skip_exec: true" not in file.read_text() and "checkpoint" not in str(file)
    ]
    with tempfile.TemporaryDirectory() as place:
        settings, failed = Path(place) / "rc", []
        settings.write_text(
            f"[run]\nbranch = true\nsource = {root / 'mtst'}\nparallel = true\n"
            f"data_file = {place}/data\npatch = subprocess, fork\n"
            "[report]\nomit = */_modidx.py\n"
        )
        tool = [sys.executable, "-m", "coverage"]
        for notebook in tested:
            done = subprocess.run(
                [
                    *tool,
                    "run",
                    f"--rcfile={settings}",
                    __file__,
                    str(notebook),
                    "--one",
                    "--flags",
                    asked.flags,
                ],
                env=os.environ | {"MPLBACKEND": "agg", "IN_TEST": "1"},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
            if done.returncode:
                failed.append(notebook.name)
                print(
                    f"{notebook.name} failed:",
                    *done.stderr.splitlines()[-12:],
                    sep="\n",
                    flush=True,
                )
        subprocess.run([*tool, "combine", "--quiet", f"--rcfile={settings}"], check=True)
        subprocess.run(
            [*tool, "report", "--show-missing", "--skip-empty", f"--rcfile={settings}"], check=True
        )
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
