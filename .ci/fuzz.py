"""Fuzz the code that reads mtst's files: every input must give a result or an `MtstError`.

    pip install atheris                               # in addition to mtst; Linux only
    python .ci/fuzz.py mtst.json --runs 200000        # or: toml, history, checkpoint, vectors

For any other outcome, the fuzzer prints the input with its traceback and saves it as `crash-...` in
the current folder. Add a test for each finding next to the code that reads the file.
"""

import argparse, contextlib, copy, hashlib, io, json, math, os, random, sys, tempfile
import tomllib, warnings
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["mtst"], enable_loader_override=False):
    import mtst.checkpoints, mtst.cli_config, mtst.config, mtst.core
    import mtst.model_file, mtst.model_folder, mtst.resume, mtst.training, mtst.vectors_on_disk

import tomli_w
import torch
from safetensors.torch import save_file

shm = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # files in memory
place = Path(tempfile.mkdtemp(dir=shm))


def read_tasks(raw: bytes) -> None:
    "Read mtst.json (tasks, dropout, report, heads), next to a file with one of the heads."
    (place / "mtst.json").write_bytes(raw)
    about = mtst.model_file.read_description(place / "mtst.json")
    mtst.model_file.check_head_shapes(
        place / "heads.safetensors", [*about.tasks.values()], 8, about.dropout
    )


def read_settings(raw: bytes) -> None:
    "Read a TOML file with `TrainingConfig.from_toml` and as `mtst train --config` does."
    (file := place / "run.toml").write_bytes(raw)
    with contextlib.suppress(mtst.core.MtstError):
        mtst.config.TrainingConfig.from_toml(file)
    flags = "train", "tasks", "valid", "test", "text", "model", "out", "epochs", "lr", "freeze"
    _, training = mtst.cli_config.read_settings(str(file), dict.fromkeys(flags))
    mtst.config.TrainingConfig(**training)


def put_checkpoint(state: bytes, manifest: bytes | None) -> Path:
    folder = place / "step-00000001"
    (folder / "state.json").write_bytes(state)
    (folder / "files.json").write_bytes(
        json.dumps(
            {"state.json": hashlib.sha256(state).hexdigest(), "tensors.safetensors": tensors_sha}
        ).encode()
        if manifest is None
        else manifest
    )
    return folder


def read_manifest(raw: bytes) -> None:
    "Read files.json or state.json of a checkpoint; the first byte selects the file."
    even = bool(raw) and raw[0] % 2 == 0
    mtst.checkpoints._read_checkpoint(
        put_checkpoint(b"null" if even else raw[1:], raw[1:] if even else None)
    )


def read_history(raw: bytes) -> None:
    "Read the steps and epochs from a checkpoint, like a resumed run."
    state = mtst.checkpoints._read_checkpoint(put_checkpoint(raw, None))
    mtst.resume.read_history(state)


def read_vectors(raw: bytes) -> None:
    "Read the .npy file that `encode_to_file` resumes."
    (file := place / "v.npy").write_bytes(raw)
    mtst.vectors_on_disk._read_header(file)


def seeds(target: str) -> list[bytes]:
    "Return the initial inputs: files as mtst writes them."
    if target == "mtst.json":
        task = dict(
            kind="classification",
            name="topic",
            weight=1.0,
            head="linear",
            head_options={},
            labels=["a", "b", "c"],
            class_weights={"a": 1, "b": 2, "c": 0},
            label_smoothing=0.1,
            temperature=1.5,
        )
        others = [
            dict(
                kind="multilabel",
                name="tags",
                labels=["x", "y"],
                thresholds={"x": 0.3, "y": 0.6},
                head="mlp",
                head_options={"hidden": 4},
            ),
            dict(kind="regression", name="stars", mean=3.0, std=1.2),
            dict(kind="similarity", name="alike", criterion="mse", low=0.0, high=5.0),
        ]
        report = {
            "rows": {"train": {"topic": 9}},
            "scores": {
                "test": {
                    "topic": {
                        "rows": 9,
                        "accuracy": 0.7,
                        "accuracy_interval": [0.6, 0.8],
                        "mcc": None,
                    }
                }
            },
        }
        return [
            json.dumps(
                dict(
                    format_version=2, mtst_version="0.1.0", dropout=0.1, tasks=tasks, report=report
                )
            ).encode()
            for tasks in ([task], others, [task, *others])
        ]
    if target == "toml":
        mtst.config.TrainingConfig(
            freeze=("layers:0-2",),
            unfreeze={"layers:0-2": 0.5},
            rates={"backbone": 1e-5},
            mixing="specified",
            mixing_shares={"a": 1.0},
        ).to_toml(place / "seed.toml")
        return [
            (place / "seed.toml").read_bytes(),
            b'train = ["a.csv", "t=b.csv"]\nmodel = "m"\n'
            b'[training]\nepochs = 3\nunfreeze = "top-down"\n',
        ]
    if target in ("history", "checkpoint"):
        state = {
            "steps": [dict(step=1, epoch=1, rate=0.5, topic=1.2), dict(step=2, epoch=1, rate=1.0)],
            "epochs": [{"epoch": 1, "seconds": 2.5, "topic accuracy": 0.5}],
            "best": dict(score=0.5, weights=torch.ones(2)),
            "random": [(1, (2, 3), None)],
        }
        text = json.dumps(mtst.checkpoints._pack(state, {})).encode()
        return (
            [text]
            if target == "history"
            else [
                b"\1" + text,
                b"\0"
                + json.dumps(
                    {
                        "state.json": hashlib.sha256(b"null").hexdigest(),
                        "tensors.safetensors": tensors_sha,
                    }
                ).encode(),
            ]
        )
    return [
        mtst.vectors_on_disk._header(rows, 4, mtst.vectors_on_disk.np.dtype(kind)) + bytes(64)
        for rows, kind in ((2, "f4"), (4, "f2"), (0, "u1"))
    ]


targets = {
    "mtst.json": read_tasks,
    "toml": read_settings,
    "history": read_history,
    "checkpoint": read_manifest,
    "vectors": read_vectors,
}
words = {
    "mtst.json": [
        "kind",
        "name",
        "labels",
        "head_options",
        "hidden",
        "dropout",
        "format_version",
        "class_weights",
        "thresholds",
        "report",
        "scores",
        "rows",
        "1e999",
        "NaN",
        "null",
        "[[[[",
    ],
    "toml": [
        "[training]",
        "epochs",
        "freeze",
        "unfreeze",
        "rates",
        "mixing_shares",
        "nan",
        "inf",
        "-1",
        "true",
        "{a=1}",
        "[[[",
    ],
    "history": ["keys", "values", "tensor", "tuple", "steps", "epochs", "null", "NaN"],
    "checkpoint": ["keys", "values", "tensor", "tuple", "state.json", "tensors.safetensors", "../"],
    "vectors": [
        "'descr'",
        "'shape'",
        "'fortran_order'",
        "True",
        "'|O'",
        "'<f4'",
        "(((",
        "-1",
        "1000000000000",
    ],
}

strange = [
    None,
    True,
    False,
    -1,
    0,
    1,
    2,
    3,
    0.5,
    -0.5,
    2**31,
    2**63,
    10**12,
    10**400,
    1e308,
    math.inf,
    math.nan,
    "",
    "a",
    "b",
    "topic",
    "text",
    "a.b",
    "../x",
    "\0",
    "\ud800",
    "linear",
    "mlp",
    "balanced",
    "mse",
    "cosent",
    "regression",
    "similarity",
    "top-down",
    "backbone",
    "AdamW",
    "nan",
    [],
    {},
    [[]],
    [1],
    ["a", "a"],
    [None],
    {"a": 1},
    {"hidden": 10**12},
    {"hidden": -1},
    {"dropout": 2},
    {"tensor": "0"},
    {"tuple": []},
    {"keys": [], "values": []},
]


def mutate(raw: bytes, most: int, seed: int) -> bytes:
    "Change bytes, or, mostly, values: the readers behind the parser must be reached, too."
    draw = random.Random(seed)
    if draw.random() < 0.25 or asked.target == "vectors":
        return atheris.Mutate(raw, most)
    if draw.random() < 0.25:
        raw = draw.choice(first_ones)
    first, text = (raw[:1], raw[1:]) if asked.target == "checkpoint" else (b"", raw)
    try:
        found = tomllib.loads(text.decode()) if asked.target == "toml" else json.loads(text)
        for _ in range(draw.choice([1, 1, 1, 2, 4])):
            at = found
            while isinstance(at, (dict, list)) and at:
                key = draw.choice(list(at)) if isinstance(at, dict) else draw.randrange(len(at))
                if isinstance(at[key], (dict, list)) and at[key] and draw.random() < 0.75:
                    at = at[key]
                    continue
                way = draw.random()
                if way < 0.15:
                    del at[key]
                elif way < 0.3 and isinstance(at, list):
                    at.insert(key, copy.deepcopy(at[key]))
                elif way < 0.3:
                    at[draw.choice(["a", "", "kind", "rows", *words[asked.target]])] = at.pop(key)
                else:
                    at[key] = copy.deepcopy(draw.choice(strange))
                break
        changed = first + (
            tomli_w.dumps(found).encode() if asked.target == "toml" else json.dumps(found).encode()
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return atheris.Mutate(
            raw, most
        )  # bytes that say nothing, or a value that the format has no words for
    return changed if len(changed) <= most else atheris.Mutate(raw, most)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", choices=list(targets))
    parser.add_argument("--runs", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(1000)
    save_file({"0": torch.ones(2)}, tensors := (place / "tensors.safetensors"))
    save_file(
        {"topic.linear.weight": torch.zeros(3, 8), "topic.linear.bias": torch.zeros(3)},
        place / "heads.safetensors",
    )
    tensors_sha = hashlib.sha256(tensors.read_bytes()).hexdigest()
    (place / "step-00000001").mkdir()
    tensors.rename(place / "step-00000001/tensors.safetensors")
    (corpus := place / "corpus").mkdir()
    first_ones = seeds(asked.target)
    for number, raw in enumerate(first_ones):
        (corpus / str(number)).write_bytes(raw)
    (place / "words").write_text(
        "".join('"%s"\n' % word.replace('"', '\\"') for word in words[asked.target])
    )
    ended = {"a result": 0, "an MtstError": 0}

    def one(raw: bytes) -> None:
        with contextlib.redirect_stdout(io.StringIO()):
            try:
                targets[asked.target](raw)
                kind = "a result"
            except mtst.core.MtstError:
                kind = "an MtstError"
        ended[kind] += 1
        if sum(ended.values()) % 50_000 == 0:
            counts = ", ".join(f"{number:,} ended in {kind}" for kind, number in ended.items())
            print(
                f"{asked.target}: {sum(ended.values()):,} executions, {counts}",
                file=sys.stderr,
                flush=True,
            )

    atheris.Setup(
        [
            sys.argv[0],
            f"-runs={asked.runs}",
            f"-seed={asked.seed}",
            f"-dict={place / 'words'}",
            "-max_len=4096",
            "-timeout=20",
            "-rss_limit_mb=4096",
            str(corpus),
        ],
        one,
        custom_mutator=mutate,
    )
    atheris.Fuzz()
