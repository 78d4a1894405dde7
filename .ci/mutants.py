"""Mutation testing of a notebook: `python .ci/mutants.py nbs/parts/metrics.ipynb --most 100`.

Each mutant changes the exported code in one place: a comparison, an operator, a number, a Boolean,
or a "not". The cells of the notebook are its tests. All cells run once to measure their time, and
then a second time. At each exported cell, a child process runs the remaining cells for each of the
cell's mutants. A mutant is killed if a cell fails, or if the cells take much longer than before.
`--skip-longer 2` skips cells that took more than 2 seconds and export nothing, and cells that
depend on them, so mutants survive more easily. Prints the survivors for a person to review: some
don't change the observable behavior.
"""

import argparse, ast, contextlib, io, json, linecache, os, random, re, shutil, signal, tempfile
import time, warnings
from pathlib import Path

swaps = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Pow: ast.Mult,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


def changes(node: ast.AST) -> list:
    "Return functions that each change a node in one way."

    def swap(place, key, new):
        place[key] = new

    if isinstance(node, ast.Compare):
        return [
            lambda n, i=i: swap(n.ops, i, swaps[type(n.ops[i])]()) for i in range(len(node.ops))
        ]
    if isinstance(node, (ast.BinOp, ast.BoolOp)) and type(node.op) in swaps:
        return [lambda n: setattr(n, "op", swaps[type(n.op)]())]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return [lambda n: setattr(n, "operand", ast.UnaryOp(ast.Not(), n.operand))]
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        return [lambda n: setattr(n, "value", not n.value)]
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return [lambda n: setattr(n, "value", n.value + 1)]
    return []


def nodes(tree: ast.AST) -> list[ast.AST]:
    "Yield the nodes to mutate, without annotations and error messages."
    found, left = [], [tree]
    while left:
        node = left.pop()
        found.append(node)
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns") or isinstance(node, ast.Raise):
                continue
            left += [
                part
                for part in (value if isinstance(value, list) else [value])
                if isinstance(part, ast.AST)
            ]
    return found


def mutants(code: str):
    "Yield each mutant of a cell with a description of its change."
    for i, node in enumerate(nodes(ast.parse(code))):
        for k in range(len(changes(node))):
            tree = ast.parse(code)
            target = nodes(tree)[i]
            line = getattr(target, "lineno", 0)
            before = ast.unparse(target)
            changes(target)[k](target)
            yield (
                ast.unparse(tree),
                f"{code.splitlines()[line - 1].strip()[:90]}: "
                f"{before[:60]} -> {ast.unparse(target)[:60]}",
            )


def run(cells: list[str], space: dict | None = None) -> dict:
    "Run cells in one namespace, like a kernel."
    space = {"__name__": "__main__"} if space is None else space
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for code in cells:
            name = f"<cell {hash(code)}>"
            linecache.cache[name] = (
                len(code),
                None,
                code.splitlines(keepends=True),
                name,
            )  # `show_doc` reads the source of functions
            exec(compile(code, name, "exec"), space)
    return space


@contextlib.contextmanager
def temporary_files_kept():
    "Undo all changes to the temporary folder."
    folder = tempfile.gettempdir()
    shutil.copytree(folder, f"{folder}-copy", symlinks=True)
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.rename(f"{folder}-copy", folder)


@temporary_files_kept()
def in_child(cells: list[str], space: dict, seconds: float) -> str:
    "Run cells in a child process; return whether the mutant survived, was killed, or was slow."
    if not (child := os.fork()):
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.alarm(20 * int(seconds))  # stops a child process that is too slow or hangs
        os.setpgid(0, 0)
        try:
            run(cells, space)
        except BaseException:
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {0: "survived", -signal.SIGPROF: "slow", -signal.SIGALRM: "slow"}.get(code, "killed")


def run_timed(codes: list[str]) -> list[float]:
    "Run all cells, so child processes have all imports; return the CPU seconds of each cell."
    space, times = run([]), [time.process_time()]
    for code in codes:
        run([code], space)
        times.append(time.process_time())
    return [end - start for start, end in zip(times, times[1:])]


def needing(cells: list[tuple[bool, str]], out: set[int]) -> set[int]:
    "Return the indices of the skipped cells and of the cells that fail without them."
    space, out = run([]), set(out)
    for place, (exported, code) in enumerate(cells):
        if place in out:
            continue
        before = dict(space)
        try:
            run([code], space)
        except Exception:
            if exported:
                raise
            out.add(place)
            space.clear()
            space.update(before)  # remove the names of a cell that failed halfway
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--most", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--only", default="", help="mutate only cells whose exported code matches this regex"
    )
    parser.add_argument(
        "--skip-longer",
        type=float,
        default=float("inf"),
        help="skip cells that took more CPU seconds than this and export nothing",
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = f"{folder}/files"  # for the temporary files of the cells
        os.mkdir(tempfile.tempdir)
        measure(asked)


def measure(asked: argparse.Namespace) -> None:
    "Run the mutants, print the survivors, and print the number of mutants killed."
    os.environ.setdefault("MPLBACKEND", "agg")
    warnings.simplefilter("ignore")
    cells = [
        (re.search(r"^#\|\s*export", "".join(cell["source"])), "".join(cell["source"]))
        for cell in json.loads(asked.notebook.read_text())["cells"]
        if cell["cell_type"] == "code"
    ]
    cells = [
        (bool(exported), re.sub(r"^[%!].*$", "", code, flags=re.M))
        for exported, code in cells
        if not re.search(
            r"^#\|\s*(slow|gpu|net|eval: *false|default_exp)|nbdev_export\(\)", code, flags=re.M
        )
    ]
    os.chdir(asked.notebook.parent)
    times = run_timed([code for _, code in cells])
    out = {
        place
        for place, (exported, _) in enumerate(cells)
        if not exported and times[place] > asked.skip_longer
    }
    if out:
        out = needing(cells, out)
    found = [
        (place, code, what)
        for place, (exported, source) in enumerate(cells)
        if exported and re.search(asked.only, source)
        for code, what in mutants(source)
    ]
    chosen = random.Random(asked.seed).sample(found, min(asked.most, len(found)))
    counts, space, checked = {"killed": 0, "slow": 0, "survived": 0}, run([]), False
    for place, (_, source) in enumerate(cells):
        if place in out:
            continue
        rest = [later for later in range(place + 1, len(cells)) if later not in out]
        after, seconds = (
            [cells[later][1] for later in rest],
            3 * sum(times[later] for later in rest) + 10,
        )
        tried = [(code, what) for at, code, what in chosen if at == place]
        if tried and not checked:
            checked = in_child([source, *after], space, seconds) == "survived"
            assert checked, "the notebook fails as it is"
        for code, what in tried:
            counts[end := in_child([code, *after], space, seconds)] += 1
            if end == "survived":
                print("survived:", what, flush=True)
        run([source], space)
    print(
        f"{asked.notebook.name}: {len(chosen)} of {len(found)} mutants, "
        f"{counts['killed']} killed, {counts['slow']} slow, {counts['survived']} survived: "
        f"{1 - counts['survived'] / max(1, len(chosen)):.0%}"
        + f"; {len(out)} of {len(cells)} cells left out"
        * bool(out)
    )


if __name__ == "__main__":
    main()
