"Run a typical first program with the installed versions; each step asserts its result."

import sys, tempfile
from pathlib import Path

import numpy as np
import torch

from mtst import (
    MultiTaskModel,
    SentenceTransformer,
    TrainingConfig,
    bundled,
    evaluate,
    find_tasks,
    fit,
    freeze_,
    group_table,
    layerwise_groups,
    search,
    set_seed,
    similarity,
)
from mtst.cli import main

folder = Path(tempfile.mkdtemp())
data = {name: table.select(range(100)) for name, table in bundled().items()}


def fresh():
    set_seed(0)
    return MultiTaskModel(SentenceTransformer("all-MiniLM-L6-v2"), find_tasks(data["train"]))


model = fresh()
texts = data["test"]["text"][:]
vectors = model.encoder.encode(texts)  # (texts, dim)
assert vectors.shape == (100, 384) and np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
assert (search(vectors, vectors, 1)[1][:, 0] == np.arange(100)).all() and similarity(
    vectors[:1], vectors[:1]
) > 0.999

frozen = {
    name: p.clone()
    for name, p in freeze_(model, "embeddings", "layers:0-2").named_parameters()
    if not p.requires_grad
}
rates = group_table(layerwise_groups(model, lr=2e-4, head_lr=1e-3, decay=0.5))
config = TrainingConfig(
    epochs=2, lr=2e-4, layer_decay=0.5, freeze=["embeddings", "layers:0-2"], batch_size=16
)
history = fit(model, data["train"], data["valid"], config, progress=False, folder=folder / "run")
assert (
    frozen
    and all(torch.equal(p, model.get_parameter(name)) for name, p in frozen.items())
    and rates["lr"].nunique() == 4
), rates
assert (
    history.steps["topic"].iloc[-3:].mean() < history.steps["topic"].iloc[:3].mean()
    and evaluate(model, data["train"], progress=False)["topic"]["accuracy"] > 0.4
)

again = fresh()  # without its last checkpoint, the run repeats the last epoch
steps = sorted((folder / "run/checkpoints").glob("step-*"), key=lambda place: int(place.name[5:]))
steps[-1].rename(folder / "thrown away")
fit(again, data["train"], data["valid"], config, progress=False, folder=folder / "run", resume=True)
torch.testing.assert_close(dict(again.state_dict()), dict(model.state_dict()), rtol=0, atol=0)
model.save_pretrained(folder / "model")
assert MultiTaskModel.from_pretrained(folder / "model").predict(texts).equals(model.predict(texts))
assert (
    main(
        [
            "predict",
            str(folder / "model"),
            "Where is my card?",
            "--out",
            str(folder / "answers.csv"),
        ]
    )
    == 0
    and (folder / "answers.csv").read_text().count("\n") == 2
)
for extra in ({"lora_rank": 4}, {"loss_weighting": "UPGrad"}):  # peft, torchjd with quadprog
    history = fit(
        other := fresh(),
        data["train"],
        None,
        TrainingConfig(epochs=1, batch_size=16, **extra),
        progress=False,
    )
    assert history.steps[["topic", "sentiment"]].notna().all(axis=None) and not np.allclose(
        other.encoder.encode(texts), vectors, atol=1e-3
    ), extra
print(
    "smoke:",
    *(
        f"{name} {sys.modules[name].__version__}"
        for name in (
            "torch",
            "transformers",
            "numpy",
            "pandas",
            "datasets",
            "accelerate",
            "peft",
            "fastcore",
        )
    ),
)
