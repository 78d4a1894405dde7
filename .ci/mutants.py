"""Mutation testing of a notebook: `python .ci/mutants.py nbs/02b_metrics.ipynb --most 100`.

Each mutant changes one thing in the exported code: a comparison, an operator, a number, True or False, "not". The notebook's cells are its
tests. All cells are run once, then a child process runs them for each mutant; it is killed when a cell fails or takes far longer than
before. Prints the survivors, to be looked at: some change nothing that can be seen.
"""
import argparse, ast, contextlib, copy, io, json, os, random, re, signal, sys, time, warnings
from pathlib import Path

swaps = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
         ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Pow: ast.Mult, ast.And: ast.Or, ast.Or: ast.And}

def changes(node:ast.AST) -> list:
    "Functions that each change a node."
    def swap(place, key, new): place[key] = new
    if isinstance(node, ast.Compare): return [lambda n, i=i: swap(n.ops, i, swaps[type(n.ops[i])]()) for i in range(len(node.ops))]
    if isinstance(node, (ast.BinOp, ast.BoolOp)) and type(node.op) in swaps: return [lambda n: setattr(n, "op", swaps[type(n.op)]())]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not): return [lambda n: setattr(n, "operand", ast.UnaryOp(ast.Not(), n.operand))]
    if isinstance(node, ast.Constant) and isinstance(node.value, bool): return [lambda n: setattr(n, "value", not n.value)]
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)): return [lambda n: setattr(n, "value", n.value+1)]
    return []

def nodes(tree:ast.AST) -> list[ast.AST]:
    "What runs: no annotations, no texts of errors."
    found, left = [], [tree]
    while left:
        node = left.pop()
        found.append(node)
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns") or isinstance(node, ast.Raise): continue
            left += [part for part in (value if isinstance(value, list) else [value]) if isinstance(part, ast.AST)]
    return found

def mutants(code:str):
    "Each mutant of a cell, with what was changed."
    for i, node in enumerate(nodes(ast.parse(code))):
        for k in range(len(changes(node))):
            tree = ast.parse(code)
            target = nodes(tree)[i]
            line = getattr(target, "lineno", 0)
            before = ast.unparse(target)
            changes(target)[k](target)
            yield ast.unparse(tree), f"{code.splitlines()[line-1].strip()[:90]}: {before[:60]} -> {ast.unparse(target)[:60]}"

def run(cells:list[str]) -> None:
    "Run cells in one namespace, as a kernel would."
    space = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for code in cells: exec(compile(code, "<cell>", "exec"), space)

def in_child(cells:list[str], seconds:float) -> str:
    "Tell what becomes of some cells in a child: survived, killed, or slow."
    if not (child := os.fork()):
        signal.alarm(int(seconds)+1) # ends a child that hangs
        os.setpgid(0, 0)
        try: run(cells)
        except BaseException: os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {0: "survived", -signal.SIGALRM: "slow"}.get(code, "killed")

def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebook", type=Path); parser.add_argument("--most", type=int, default=100); parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="regular expression: cells whose exported code has it")
    asked = parser.parse_args()
    os.environ.setdefault("MPLBACKEND", "agg"); warnings.simplefilter("ignore")
    cells = [(re.search(r"^#\|\s*export", "".join(cell["source"])), "".join(cell["source"])) for cell in json.loads(asked.notebook.read_text())["cells"] if cell["cell_type"] == "code"]
    cells = [(bool(exported), re.sub(r"^[%!].*$", "", code, flags=re.M)) for exported, code in cells if not re.search(r"^#\|\s*(slow|gpu|net|eval: *false|default_exp)|nbdev_export\(\)", code, flags=re.M)]
    os.chdir(asked.notebook.parent)
    codes = [code for _, code in cells]
    run(codes) # imports everything, so that children need not
    start = time.time()
    assert in_child(codes, 600) == "survived", "the notebook fails as it is"
    seconds = time.time()-start
    found = [(place, code, what) for place, (exported, source) in enumerate(cells) if exported and re.search(asked.only, source) for code, what in mutants(source)]
    chosen = random.Random(asked.seed).sample(found, min(asked.most, len(found)))
    counts, survivors = {"killed": 0, "slow": 0, "survived": 0}, []
    for place, code, what in chosen:
        counts[end := in_child([*codes[:place], code, *codes[place+1:]], 3*seconds+10)] += 1
        if end == "survived": survivors.append(what); print("survived:", what, flush=True)
    print(f"{asked.notebook.name}: {len(chosen)} of {len(found)} mutants, {counts['killed']} killed, {counts['slow']} slow, {counts['survived']} survived: {1-counts['survived']/max(1, len(chosen)):.0%}")

if __name__ == "__main__": main()
