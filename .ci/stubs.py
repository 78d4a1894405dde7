"""Types: `python .ci/stubs.py` checks `mtst/` with mypy, writes the stubs (`mtst/*.pyi`) by which editors and type checkers of users see it whole, and checks these strictly.

Notebooks add methods to a class cell by cell with `@patch`, and `mtst/__init__.py` imports a name when it is first used: neither can be seen by
reading the source. So each method is put back into its class, and mypy checks that. What is public of it becomes a stub: the lines of the source
without the bodies, and the types that mypy has found for attributes. At last a user's file is checked, with mistakes that have to be found.
"""

import ast, importlib.util, re, sys, tempfile
from pathlib import Path

from mypy.build import BuildResult, build
from mypy.errors import CompileError
from mypy.main import process_options
from mypy.modulefinder import BuildSource
from mypy.nodes import MypyFile, TypeInfo, Var
from mypy.options import PER_MODULE_OPTIONS, Options

package = Path(__file__).resolve().parent.parent / "mtst"
settings = """[mypy]
ignore_missing_imports = True
check_untyped_defs = True
warn_unused_ignores = True
# nothing that mtst sees of torch, or is said by types: it takes three quarters of the time
[mypy-transformers.*,huggingface_hub.*,peft.*,accelerate.*,torchjd.*,IPython.*,PIL.*,pyparsing.*,torch._VF,torch._dynamo.*,torch._inductor.*,torch._export.*,torch._functorch.*,torch._higher_order_ops.*,torch._subclasses.*,torch._refs.*,torch._prims.*,torch._decomp.*,torch.ao.*,torch.distributed.*,torch.distributions.*,torch.export.*,torch.fx.*,torch.jit.*,torch.onnx.*,torch.package.*,torch.profiler.*,torch.testing.*]
follow_imports = skip
"""

right = """
import numpy as np
import pandas as pd
from mtst import Callback, MultiTaskModel, Regression, SentenceTransformer, Classification, TrainingConfig, bundled, evaluate, fit
from mtst.training import History
from mtst.training_run import TrainingRun

class Steps(Callback):
    def started(self, run: TrainingRun) -> None: self.steps = sum(run.epoch_steps)

encoder = SentenceTransformer("all-MiniLM-L6-v2", device="cpu")
width: int = encoder.dim
for numbers, vectors in encoder.encode_stream(["a", "b"], chunk=1): first: int = numbers.start; part: np.ndarray = vectors
model = MultiTaskModel(encoder, [Classification("topic", ["refund", "login"], class_weights="balanced"), Regression("stars", weight=.5)])
config = TrainingConfig(epochs=2, freeze=["backbone"])
history: History = fit(model, bundled()["train"], config=config, callbacks=[Steps()])
table: pd.DataFrame = model.predict(["Where is my gift card?"], all_probabilities=True)
rows: pd.DataFrame = model.predict_proba("Where is my gift card?")["topic"]
scores: dict[str, dict[str, float]] = evaluate(model, bundled()["test"])
names: list[str] = [task.name for task in model.tasks.values()]
model.save_pretrained("folder", overwrite=True)
again: MultiTaskModel = MultiTaskModel.from_pretrained("folder", tasks=["topic"])
config.to_toml("config.toml"); same: TrainingConfig = TrainingConfig.from_toml("config.toml")
"""
wrong = """
from mtst import MultiTaskModel, SentenceTransformer, Classification, TrainingConfig, fit
model = MultiTaskModel.from_pretrained("folder")
model.predcit(["a"]) # [operator]
model.predict(["a"], 3) # [arg-type]
model.predict(["a"], evry=True) # [call-arg]
MultiTaskModel.from_pretrained() # [call-arg]
model.encoder.encode(3) # [call-overload]
text: str = model.encoder.encode("a") # [assignment]
Classification("topic") # [call-arg]
TrainingConfig(epochs="2") # [arg-type]
from mtst import MultitaskModel # [attr-defined]
"""


def is_patch(mark: ast.expr) -> bool:
    return ast.unparse(mark).startswith("patch")


def cut(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    "Source from one place (line, byte) to another."
    found = [line.encode() for line in lines[start[0] - 1 : end[0]]]
    found[-1] = found[-1][: end[1]]
    found[0] = found[0][start[1] :]
    return b"\n".join(found).decode()


def overloads(text: str) -> str:
    "Signatures of a method that gives a tensor or an array, as `as_tensor` says."
    if "    as_tensor:bool=False," not in text:
        return ""
    head = text[: text.index('"\n', text.index(") ->")) + 1].lstrip()  # down to the docstring
    ways = [
        ("as_tensor:Literal[False]=False", "np.ndarray"),
        ("*, as_tensor:Literal[True]", "Tensor"),
        ("as_tensor:bool=False", "np.ndarray|Tensor"),
    ]
    return "\n".join(
        "@overload\n"
        + head.replace("as_tensor:bool=False", parameter).replace(
            "-> np.ndarray|Tensor", f"-> {result}"
        )
        for parameter, result in ways
    )


def whole(code: str) -> tuple[list[tuple[int, str]], bool]:
    "The numbered lines of a module with every patched method in its class; whether there were any."
    tree, lines = ast.parse(code), code.split("\n")
    ends = {node.name: node.end_lineno for node in tree.body if isinstance(node, ast.ClassDef)}
    behind: dict[int, list[tuple[int, str]]] = {}  # last line of a class -> its methods
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or not any(map(is_patch, node.decorator_list)):
            continue
        owner, start = node.args.args[0], node.decorator_list[0].lineno
        lines[owner.lineno - 1] = lines[owner.lineno - 1].replace(
            ast.get_source_segment(code, owner), owner.arg, 1
        )
        for mark in filter(is_patch, node.decorator_list):
            lines[mark.lineno - 1] = "@classmethod" * (owner.arg == "cls")
        text = lines[start - 1 : node.end_lineno]
        found = [(start, line) for line in overloads("\n".join(text)).split("\n")] + list(
            enumerate(text, start)
        )
        behind.setdefault(ends[ast.unparse(owner.annotation)], []).extend(
            (number, f"    {line}" if line else "") for number, line in found
        )
        lines[start - 1 : node.end_lineno] = [""] * len(text)
    return [(1, "from typing import Literal, overload")] + [
        row
        for number, line in enumerate(lines, 1)
        for row in [(number, line), *behind.get(number, ())]
    ], bool(behind)


def names(text: str) -> set[str]:
    "Words that a stub makes use of; a text without a space may be a type."
    nodes = list(ast.walk(ast.parse(text)))
    return {node.id for node in nodes if isinstance(node, ast.Name)} | {
        word
        for node in nodes
        if isinstance(node, ast.Constant) and " " not in str(node.value)
        for word in re.findall(r"\w+", str(node.value))
    }


def private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def head(code: list[str], node: ast.ClassDef | ast.FunctionDef) -> str:
    "The lines of a definition, down to the end of its docstring; `...` where it has none."
    start, body, doc = (
        min([node.lineno, *(mark.lineno for mark in node.decorator_list)]),
        node.body[0],
        ast.get_docstring(node),
    )
    text = cut(
        code,
        (start, 0),
        (body.lineno, body.col_offset) if doc is None else (body.end_lineno, body.end_col_offset),
    ).rstrip()
    text = re.sub(r"^ *@torch\.(no_grad|inference_mode)\(\)\n", "", text, flags=re.M)
    return text if doc is not None or isinstance(node, ast.ClassDef) else f"{text} ..."


class Stub:
    "What is public of a module, and the imports that it needs."

    def __init__(self, code: str, module: MypyFile):
        self.code, self.module, self.imports = code.split("\n"), module, set()
        nodes = ast.parse(code).body
        found = [
            (
                "" if isinstance(node, ast.Import | ast.ImportFrom) else self.entry(node, module),
                getattr(node, "name", ""),
            )
            for node in nodes
        ]
        kept = [text if not private(name) else "" for text, name in found]
        while more := [
            place
            for place, (text, name) in enumerate(found)
            if text and not kept[place] and name in names("\n".join(kept))
        ]:
            for place in more:
                kept[place] = found[place][0]  # private, but in a public signature
        kept = list(filter(None, kept))
        text = "".join(
            "\n" * ("\n" in before + part) + f"{part}\n"
            for before, part in zip(["\n", *kept], kept)
        )
        imports, used = (
            [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
            + ast.parse("\n".join(sorted(self.imports))).body,
            names(text),
        )
        for node in imports:
            node.names = [
                one for one in node.names if (one.asname or one.name).split(".")[0] in used
            ]
        self.text = (
            "# Written by .ci/stubs.py from what nbdev exports: do not edit.\n"
            + "".join(f"{ast.unparse(node)}\n" for node in imports if node.names)
            + text
        )

    def kind(self, found: Var) -> str:
        "Type of a variable, as mypy has found it, in the names of the module."
        known = {
            symbol.fullname: name
            for name, symbol in self.module.names.items()
            if symbol.node is not None
        }

        def named(match: re.Match) -> str:
            parts = match[0].split(".")
            for cut in range(len(parts), 0, -1):
                if (start := ".".join(parts[:cut])) in known:
                    return ".".join([known[start], *parts[cut:]])
            if parts[0] == "builtins":
                return parts[-1]
            self.imports.add(f"import {'.'.join(parts[:-1])}")
            return match[0]

        text = re.sub(
            r"def \(([^()]*)\) -> ([\w.]+)", r"Callable[[\1], \2]", str(found.type).replace("?", "")
        )
        return re.sub(
            r"\w+(\.\w+)+",
            named,
            text.replace(
                "numpy.ndarray[builtins.tuple[Any, ...], numpy.dtype[Any]]", "numpy.ndarray"
            ).replace(" | ", "|"),
        )

    def entry(self, node: ast.stmt, home: MypyFile | TypeInfo) -> str:
        "Text for a statement of a module or a class."
        if isinstance(node, ast.FunctionDef):
            return head(self.code, node)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            return cut(self.code, (node.lineno, 0), (node.end_lineno, node.end_col_offset))
        if isinstance(node, ast.AnnAssign):
            return (
                f"{' ' * node.col_offset}{ast.unparse(node.target)}:{ast.unparse(node.annotation)}"
                if home is self.module
                else self.code[node.lineno - 1]
            )
        if isinstance(node, ast.Assign):
            return "\n".join(
                f"{' ' * node.col_offset}{target.id}:{self.kind(home.names[target.id].node)}"
                for target in node.targets
                if not target.id.startswith("_")
            )
        if not isinstance(node, ast.ClassDef):
            return ""
        info = self.module.names[node.name].node
        signed = {
            part.name
            for part in node.body
            if isinstance(part, ast.FunctionDef)
            and any(ast.unparse(mark) == "overload" for mark in part.decorator_list)
        }
        parts = [
            part
            for part in node.body
            if not private(getattr(part, "name", ""))
            and not (getattr(part, "name", "") in signed and not part.decorator_list)
        ]
        told = {
            target.id
            for part in parts
            for target in getattr(part, "targets", [getattr(part, "target", None)])
            if isinstance(target, ast.Name)
        }
        found = [
            f"    {name}:{self.kind(symbol.node)}"
            for name, symbol in info.names.items()
            if isinstance(symbol.node, Var)
            and not name.startswith("_")
            and name not in told
            and not any(name in base.names for base in info.mro[1:])
        ]
        lines = [*found, *filter(None, (self.entry(part, info) for part in parts))]
        text = head(self.code, node)
        return (
            "\n".join([text, *lines])
            if lines or ast.get_docstring(node) is not None
            else f"{text} ..."
        )


def mypy(place: Path, sources: list[BuildSource], strict: bool = False) -> BuildResult:
    (place / "mypy.ini").write_text(settings)
    _, options = process_options(
        ["--config-file", str(place / "mypy.ini"), "--cache-dir", str(place / "cache"), "-c", ""]
    )
    if strict:  # these sources alone: what is known of other packages stays in the cache
        _, hard = process_options(
            ["--config-file", "", "--strict", "--allow-subclassing-any", "-c", ""]
        )
        options.per_module_options |= {
            source.module: {
                name: getattr(hard, name)
                for name in PER_MODULE_OPTIONS
                if getattr(hard, name) != getattr(Options(), name)
            }
            for source in sources
        }
    try:
        return build(sources, options)
    except CompileError as error:
        sys.exit("\n".join(error.messages))


def main() -> None:
    home = importlib.util.module_from_spec(
        spec := importlib.util.spec_from_file_location("names", package / "__init__.py")
    )
    spec.loader.exec_module(home)
    rows = {
        file.stem: whole(file.read_text(encoding="utf-8"))
        for file in sorted(package.glob("*.py"))
        if not file.name.startswith("_")
    }
    public = (
        "".join(
            f"from .{module} import {name} as {name}\n"
            for module, name in sorted((module, name) for name, module in home._home.items())
        )
        + f"__all__ = {home.__all__!r}\n__version__:str\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        codes = {
            name: "".join(f"{text}\n" for _, text in lines) for name, (lines, _) in rows.items()
        }
        found = mypy(
            place,
            [
                BuildSource(str(package / f"{name}.py"), f"mtst.{name}", code)
                for name, code in codes.items()
            ]
            + [BuildSource(str(package / "__init__.py"), "mtst", public)],
        )

        def real(match: re.Match) -> str:
            return f"mtst/{match[1]}.py:{rows[match[1]][0][int(match[2]) - 1][0]}:"

        if found.errors:
            sys.exit(
                "\n".join(
                    re.sub(r"^\S*?mtst/(\w+)\.py:(\d+):", real, error) for error in found.errors
                )
                + f"\n{sum(': error: ' in error for error in found.errors)} findings"
            )
        stubs = {
            name: Stub(code, found.files[f"mtst.{name}"]).text for name, code in codes.items()
        } | {"__init__": public}
        sources = [
            BuildSource(
                str(package / f"{name}.pyi"), "mtst" if name == "__init__" else f"mtst.{name}", text
            )
            for name, text in stubs.items()
        ]
        strict = mypy(
            place,
            [
                *sources,
                BuildSource("right.py", "right", right),
                BuildSource("wrong.py", "wrong", wrong),
            ],
            strict=True,
        )
    expected = [
        f"{number} {mark[1]}"
        for number, line in enumerate(wrong.splitlines(), 1)
        if (mark := re.search(r"# (\[.*\])", line))
    ]
    seen = [
        f"{error.split(':')[1]} {error[error.rindex('[') :]}"
        for error in strict.errors
        if error.startswith("wrong.py") and ": error:" in error
    ]
    others = [error for error in strict.errors if not error.startswith("wrong.py")]
    if others or seen != expected:
        sys.exit(
            "\n".join(
                others
                + [
                    f"mistakes that were not found, or not as expected: {sorted(set(seen) ^ set(expected))}"
                ]
                * (seen != expected)
            )
        )
    for name, text in stubs.items():
        if name == "__init__" or rows[name][1]:
            (package / f"{name}.pyi").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
