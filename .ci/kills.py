"""Kill training and `encode_to_file` at random moments, resume, and compare every bit.

    python .ci/kills.py                # 200 kills of each; about half an hour on one core
    python .ci/kills.py --kills 20 --seed 1

Each trial forks a process, kills it with SIGKILL, and forks another one that resumes and finishes.
Forked processes don't have to import anything. The encoder has two layers with random weights, so a
run takes only a second or two.
"""

import argparse, multiprocessing, os, random, shutil, signal, sys, tempfile, threading, time
from pathlib import Path

os.environ |= {
    "OMP_NUM_THREADS": "1",
    "HF_HUB_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "ACCELERATE_USE_CPU": "true",
}  # before importing torch: a process with threads must not fork
import numpy as np
import torch
import transformers
from tqdm import tqdm

from mtst import (
    MultiTaskModel,
    SentenceTransformer,
    TrainingConfig,
    bundled,
    find_tasks,
    fit,
    set_seed,
)
from mtst.hub import packaged_folder
from mtst.testing import tiny_backbone

messages, start = bundled(), multiprocessing.get_context("fork").Process


def small_encoder(place):
    "Build an encoder with two random layers and the tokenizer of the packaged model."
    tiny_backbone("bert").save_pretrained(place)
    transformers.AutoTokenizer.from_pretrained(packaged_folder("all-MiniLM-L6-v2")).save_pretrained(
        place
    )
    return SentenceTransformer(place, device="cpu")


def train(encoder, folder):
    "Train 48 steps with a checkpoint every third step and epoch; resume if possible."
    set_seed(0)
    model = MultiTaskModel(encoder, find_tasks(messages["train"]))
    fit(
        model,
        messages["train"].select(range(96)),
        messages["valid"].select(range(30)),
        TrainingConfig(epochs=4, batch_size=8, lr=1e-3, checkpoint_steps=3),
        progress=False,
        folder=folder / "run",
        resume=True,
    )
    torch.save(model.state_dict(), folder / "weights.pt")


def encode(encoder, folder):
    "Encode 400 texts in 80 chunks; resume if the file exists."
    folder.mkdir(exist_ok=True)
    encoder.encode_to_file(messages["train"]["text"][:400], folder / "vectors.npy", chunk=5)


def same_training(a, b):
    "Return the weights, losses, and scores of a run, without the times."
    weights = [torch.load(folder / "weights.pt", weights_only=True) for folder in (a, b)]

    def epochs(folder):
        return [
            [cell for name, cell in zip(lines[0].split(","), line.split(",")) if name != "seconds"]
            for lines in [(folder / "run/epochs.csv").read_text().splitlines()]
            for line in lines
        ]

    return (
        weights[0].keys() == weights[1].keys()
        and all(torch.equal(weights[0][name], weights[1][name]) for name in weights[0])
        and (a / "run/history.csv").read_bytes() == (b / "run/history.csv").read_bytes()
        and epochs(a) == epochs(b)
    )


def same_vectors(a, b):
    return (
        np.load(a / "vectors.npy").shape == (400, 16)
        and (a / "vectors.npy").read_bytes() == (b / "vectors.npy").read_bytes()
    )


def ended(work, encoder, folder):
    "Run the work in a separate process until it finishes; return the seconds it took."
    process, begun = start(target=work, args=(encoder, folder)), time.perf_counter()
    process.start()
    process.join()
    assert process.exitcode == 0, f"{work.__name__} ended with exit code {process.exitcode}"
    return time.perf_counter() - begun


def killed(work, encoder, folder, delay):
    "Start the work and kill it after some seconds; return False if it had already finished."
    process = start(target=work, args=(encoder, folder))
    process.start()
    time.sleep(delay)
    process.kill()
    process.join()
    return process.exitcode == -signal.SIGKILL


def state(folder):
    "Return where the run was killed, judging by the files on disk."
    if any(folder.glob("run/checkpoints/.*.part")):
        return "in a checkpoint"
    if (file := folder / "vectors.npy").exists() and file.stat().st_size:
        return (
            "in a chunk"
            if file.stat().st_size != 128 + np.load(file, mmap_mode="r").nbytes
            else "between chunks"
        )
    return (
        "between checkpoints" if any(folder.glob("run/checkpoints/step-*")) else "before the first"
    )


def trials(work, same, encoder, place, kills, draws):
    "Kill, resume, and compare `kills` times; return the number of identical results."
    whole, places, equal = place / f"{work.__name__}-whole", {}, 0
    seconds = min(
        ended(work, encoder, whole),
        *(ended(work, encoder, place / f"{work.__name__}-{i}") for i in range(2)),
    )
    number = 0
    while number < kills:
        torn = place / f"{work.__name__}-torn"
        if killed(work, encoder, torn, draws.uniform(0, seconds)):
            places[where] = places.get(where := state(torn), 0) + 1
            ended(work, encoder, torn)
            number += 1
            equal += (right := same(whole, torn))
            if not right:
                shutil.copytree(torn, kept := Path(tempfile.mkdtemp()) / "torn")
                print(f"trial {number} DIFFERS: {kept}", flush=True)
        shutil.rmtree(torn, ignore_errors=True)
    print(
        f"{work.__name__}: {equal} of {kills} killed runs resumed to the same bits "
        f"(a run takes {seconds:.1f} s; killed "
        f"{', '.join(f'{where} {count}' for where, count in sorted(places.items()))})",
        flush=True,
    )
    return equal


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200, help="number of kills of each kind")
    parser.add_argument(
        "--seed",
        type=int,
        default=time.time_ns() % 10**6,
        help="seed of the kill times, which are not exact to the microsecond",
    )
    given = parser.parse_args()
    # no progress bars: a killed process would keep the lock that tqdm shares among forks
    tqdm.set_lock(threading.RLock())
    transformers.utils.logging.disable_progress_bar()
    transformers.utils.logging.set_verbosity_error()
    with tempfile.TemporaryDirectory() as place:
        place, draws = Path(place), random.Random(given.seed)
        print(f"seed {given.seed}", flush=True)
        encoder = small_encoder(place / "encoder")
        good = [
            trials(work, same, encoder, place, given.kills, draws)
            for work, same in ((train, same_training), (encode, same_vectors))
        ]
    sys.exit(0 if good == [given.kills] * 2 else 1)
