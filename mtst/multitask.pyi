# Written by .ci/stubs.py from what nbdev exports: do not edit.
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
import numpy as np
import pandas as pd
from torch import Tensor, nn
from .sentence_transformer import SentenceTransformer
from .tasks import Task

class _Heads(nn.ModuleDict):
    "Heads by the names of their tasks, which may be any text."
    def __getitem__(self, name: str) -> nn.Module: ...
    def __setitem__(self, name: str, head: nn.Module) -> None: ...
    def __delitem__(self, name: str) -> None: ...
    def __contains__(self, name: object) -> bool: ...
    def __iter__(self) -> Iterator[str]: ...
    def keys(self) -> Any: ...
    def items(self) -> Any: ...
    def pop(self, name: str) -> nn.Module: ...

class MultiTaskModel(nn.Module):
    "A sentence transformer with one head for each task."
    encoder:SentenceTransformer
    tasks:dict[str, Task]
    dropout:float
    heads:_Heads
    report:dict[str, Any]
    def __init__(self,
        encoder:SentenceTransformer, # The shared encoder, trained together with the heads
        tasks:Sequence[Task],    # At least one; names must differ
        dropout:float=0.1,           # Dropout of the heads, 0 or more, below 1
    ): ...
    def forward(self,
        inputs:Mapping[str, Tensor],      # What `collate` makes: input_ids ..., each (batch, tokens), and perhaps `pairs`
        tasks:Iterable[str]|None=None,    # Names of the tasks to answer; None = all that can be asked of these inputs
    ) -> dict[str, Tensor]: # Outputs of each task, (batch, labels), (batch, 1), or (batch, 2, dim) for pairs
        "Answer any set of tasks in one pass of the encoder."
    def train(self,
        mode:bool=True, # True = training mode, False = evaluation mode
    ) -> "MultiTaskModel": # The model itself
        "Set the mode; a module whose parameters are all frozen stays in evaluation mode, without dropout."
    def answer(self,
        embeddings:Tensor,             # From the encoder: of the rows, and behind them of their second texts, (rows+pairs, dim)
        tasks:Iterable[str]|None=None, # Names of the tasks to answer; None = all that can be asked of these rows
        pairs:Tensor|None=None,        # Row that each second text belongs to, (pairs,); None = there are none
    ) -> dict[str, Tensor]: # Outputs of each task, (rows, ...)
        "Run the heads on embeddings that are already there."
    def losses(self,
        outputs:Mapping[str, Tensor],  # From `forward`
        targets:Mapping[str, Tensor],  # From `Task.targets`, of each task that has any, (batch, ...)
        weights:Tensor|None=None,      # Weight of each row, 0 or more, (batch,); None = all the same
    ) -> dict[str, Tensor]: # Loss of each task that has a labeled row in the batch
        "Take each task's loss over its labeled rows."
    def collate(self,
        rows:list[np.ndarray],                        # Token ids of the texts, from `encoder.tokenize`
        second:Sequence[np.ndarray|None]|None=None,   # Token ids of the second text of each row; None = it has none
    ) -> dict[str, Tensor]: # input_ids and attention_mask, (rows+pairs, tokens), and `pairs` when there are second texts, (pairs,)
        "Make a batch of rows and their second texts."
    def outputs(self,
        data:Any,                      # As for `split_rows`
        tasks:Iterable[str]|None=None, # Names of the tasks to answer; None = all that can be asked of these rows
        batch_tokens:int|None=None,    # Most tokens in a batch; None = what `encode` takes
        progress:bool|None=None,       # True = show a progress bar, False = none; None = in a terminal, after five seconds
        encode:Callable[..., np.ndarray]|None=None, # What turns texts into embeddings, called as `SentenceTransformer.encode`; None = the model's encoder
    ) -> dict[str, Tensor]: # What the heads make, on the CPU, float32, (rows, ...); NaN for a pair task where there is no second text
        "Run encoder and heads over any number of rows, without training."
    def predict(self,
        data:Any,                      # One text; any number of texts or (text, text2) pairs; a table with a column text and perhaps text2
        tasks:Iterable[str]|None=None, # Names of the tasks to answer; None = all that can be asked of these rows
        all_probabilities:bool=False,              # True = with the probability of every label, in columns NAME=LABEL
        batch_tokens:int|None=None,    # Most tokens in a batch; None = what `encode` takes
        progress:bool|None=None,       # True = show a progress bar, False = none; None = in a terminal, after five seconds
        encode:Callable[..., np.ndarray]|None=None, # What turns texts into embeddings, called as `SentenceTransformer.encode`; None = the model's encoder
    ) -> pd.DataFrame: # One row a text, with the index of a pandas table or column. For each task a column NAME: its label, labels joined by "|", or number; for `Task` also NAME_probability (0-1)
        "Answer every task for each row."
    def predict_proba(self,
        data:Any,                      # As for `predict`
        tasks:Iterable[str]|None=None, # Names of tasks with labels; None = all of them
        batch_tokens:int|None=None,    # Most tokens in a batch; None = what `encode` takes
        progress:bool|None=None,       # True = show a progress bar, False = none; None = in a terminal, after five seconds
    ) -> dict[str, pd.DataFrame]: # Task -> probability of each label, one row a text, one column a label
        "Give every label of every task its probability."
    def add_task(self,
        task:Task, # Its name must be new
    ) -> None:
        "Add a task with an untrained head."
    def drop_task(self,
        name:str, # Name of a task; not the last one
    ) -> None:
        "Forget a task and its head."
    def rename_label(self,
        name:str, # Name of a task with labels
        old:str,  # A label of it
        new:str,  # What it shall be called
    ) -> None:
        "Give a label another name; its row of the head, its weight and its threshold stay."
    def write_files(self,
        folder:Path, # An existing folder
    ) -> None:
        "Write the files of a model folder."
    def save_pretrained(self,
        folder:str|Path,      # Where the model shall be
        overwrite:bool=False, # True = an existing folder is replaced, all of it
    ) -> None:
        "Save encoder, heads and tasks as one folder, whole or not at all; LoRA matrices that are not merged are an error."
    def push_to_hub(self,
        repo_id:str,               # "owner/name" on the Hugging Face Hub; made if it is not there
        private:bool|None=None,    # True = a new one is private; None = what the owner has set
        revision:str|None=None,    # Branch to write to, made if it is not there; None = the main one
        message:str="Upload model", # Message of the commit
    ) -> str: # Address of the commit
        "Upload the model to the Hugging Face Hub, with the token of `hf auth login` or HF_TOKEN."
    @classmethod
    def from_pretrained(cls,
        name:str|Path,                 # Folder that `save_pretrained` wrote, or a Hub id of one
        tasks:Iterable[str]|None=None, # Names of the tasks to load; None = all
        device:str|None=None,          # "cpu", "cuda", "mps" ...; None = the best one present
        revision:str|None=None,        # Hub branch, tag or commit
        dtype:str="auto",              # Type that the encoder computes in when it predicts, as for `SentenceTransformer`
    ) -> MultiTaskModel: # Ready to predict, in evaluation mode
        "Load encoder, heads and tasks from one folder."

def layers(
    model: MultiTaskModel,  # the model to take apart
) -> dict[str, list[nn.Module]]:  # part -> modules: "embeddings", "layer 0" ..., "head topic" ...
    "Take a model apart, bottom to top: each parameter is in exactly one part."

def task_gradients(
    model:MultiTaskModel,        # The model that made the losses
    losses:Mapping[str, Tensor], # Loss of each task, from one forward pass, whose graph is kept
) -> dict[str, dict[str, Tensor]]: # Task -> part of the encoder -> its gradient as one vector; frozen parts are left out
    "Take the gradient of each loss by itself, for each part of the encoder."

def gradient_agreement(
    gradients:Mapping[str, Mapping[str, Tensor]], # From `task_gradients`, of two tasks or more
) -> pd.DataFrame: # Cosine of the gradients, -1 to 1: a row for each part, a column "A, B" for each two tasks
    "Compare what the losses want of each part."

def split_rows(
    data:Any, # One text; any number of texts or (text, text2) pairs; a `datasets.Dataset` or pandas table with a column text and perhaps text2
) -> tuple[list[str], list[str|None]|None]: # Texts, and the second text of each row; None = there are no pairs
    "Read rows, whatever form they come in."

format_version:int
