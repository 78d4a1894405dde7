# Written by .ci/stubs.py from what nbdev exports: do not edit.
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
import numpy as np
import pandas as pd
import torch
from accelerate import Accelerator
from datasets import Dataset
from torch import Tensor, nn
from .loss_weighting import LossWeighting
from .tables import Mixing
from mtst.evaluation import calibrate
from .frozen_features import FrozenFeatures
from .freezing import GradualUnfreezing
from .layerwise_lr import GradientWatch, WarmupSchedule
from .multitask import MultiTaskModel
from .tasks import Task

@dataclass(frozen=True)
class TrainingConfig:
    "Settings of a training run; one that cannot be meant is an error that names it."
    epochs:int=4               # Passes over the training rows, 1 or more
    batch_size:int=32          # Rows in a step, over all processes, 1 or more
    gradient_accumulation_steps:int=1           # Parts that a process computes its rows of a step in, 1 or more, one after another: less memory for the same step
    lr:float=1e-4              # Learning rate of the encoder's top layer, above 0
    head_lr:float=1e-3         # Learning rate of the heads, above 0
    layer_decay:float=1.0      # Factor of the learning rate from a layer to the one below, above 0 and at most 1
    rates:Mapping[str, float]|None=None # Part, as for `freeze_` -> its own learning rate; None = as the three above say
    weight_decay:float=0.01    # Decoupled weight decay of matrices, 0 or more; biases and norms have none
    optimizer:str|Callable[[list[dict[str, Any]]], torch.optim.Optimizer]="AdamW" # As for `make_optimizer`: a class of torch.optim, or what makes one from groups
    schedule:str="linear"      # How the rates fall after the warm-up: "linear", "cosine", "constant", "one-cycle", "slanted"
    warmup:float=0.1           # Share of the steps in which the rates grow, 0-1
    max_grad_norm:float=1.0             # Longest gradient, over all parameters, above 0; longer ones are scaled down
    freeze:Sequence[str]=()    # Parts to freeze, as for `freeze_`: "backbone", "embeddings", "layers:0-2" ...
    unfreeze:Mapping[str, float]|str|None=None # Parts that are frozen at first -> share of the steps that are over when they join, 0-1; "top-down" = layer by layer over the first half; None = none
    lora_rank:int=0            # Rank of LoRA matrices, trained in every layer in the place of the backbone and added to it at the end; 0 = no LoRA
    exact_heads:bool=False     # True = linear heads on a frozen backbone are solved exactly instead of trained
    cache_dtype:str="float32"  # Type in which the states of frozen layers are kept for all epochs: "float32", "bfloat16", "float16"; "off" = computed in every step
    cache_mb:float=1000.0      # States above this size (megabytes) are kept in a file
    cache_folder:str=""        # Folder in which states are kept for later runs; "" = they go when the run ends
    mixing:str="proportional"  # How often each source of rows is drawn, as for `Mixing`
    mixing_temperature:float=2.0 # For "temperature"
    mixing_cap:int=0           # For "temperature": most rows that a source counts as having; 0 = no cap
    mixing_shares:Mapping[str, float]|None=None # For "specified": source -> how often
    loss_weighting:str|Callable[[Tensor], Tensor]="fixed" # How the losses are weighed, as for `make_balance`: "fixed", "uncertainty", "dwa", "UPGrad" ..., or an aggregator of torchjd
    calibrate:bool=True        # True = temperatures and thresholds are fitted on the validation rows at the end
    dtype:str="auto"           # "float32"; "bfloat16" (matrix products only); "float16" (the same, on a GPU, with scaled losses); "auto" = bfloat16 where the chip has it
    gradient_checkpointing:bool=False # True = the states inside a layer are computed again on the way back: less memory, one forward pass more in each step (Chen et al. 2016)
    compile:str=""             # Backend of torch.compile for the encoder: "inductor", "eager" ...; "" = not compiled
    patience:int=0             # Epochs without a better score after which the run ends; 0 = it runs to its end
    checkpoint_steps:int=0     # Steps between checkpoints, if there is a folder; 0 = one after each epoch only
    keep_checkpoints:int=2     # Checkpoints to keep, 1 or more
    trackers:Sequence[str|Any]=() # Trackers of Accelerate, which need their own packages: "tensorboard", "wandb", "mlflow" ...; or a GeneralTracker
    seed:int=0                 # Order of the batches and dropout: same seed and machine, same model
    def __post_init__(self) -> None: ...
    def mixed(self) -> Mixing: # The same settings under the names of `Mixing`
        "The settings of the mixing."
    def to_toml(self,
        file:str|Path, # Where to write; what is there is replaced
    ) -> None:
        "Write every setting; one without a value is left out, and one that is no plain value (a function, an object) is an error."
    @classmethod
    def from_toml(cls,
        file:str|Path, # A TOML file with a section [training]; other sections are left alone
    ) -> TrainingConfig: # The settings; what the file does not name has its default
        "Read settings; an unknown key is an error that names the nearest."

def read_toml(
    file:str|Path, # A TOML file, in UTF-8
) -> dict[str, Any]: # What it holds
    "Read a TOML file; one that cannot be read is an error that names it."

@dataclass
class _Rows:
    "Training rows, ready for the loop."
    texts:list[str]
    second:list[str|None]|None          # Second text of each row; None = no task asks for it
    tokens:dict[str, np.ndarray]        # Of each distinct text
    targets:dict[str, Tensor]           # Of each task
    weights:Tensor|None                 # Of each row
    sources:dict[str, np.ndarray]       # Rows labeled for the same tasks
    features:FrozenFeatures|None=None   # What is kept of the frozen layers; None = they are run in every step
    def answer(self, model:MultiTaskModel, rows:np.ndarray) -> dict[str, Tensor]:
        "Outputs of every task that can be asked of some rows."
    def weight_sums(self, tasks:Mapping[str, Task], rows:np.ndarray) -> dict[str, float]:
        "Weight of the labeled rows among some rows, for each task that has any."
    @cached_property
    def lengths(self) -> np.ndarray:
        "Tokens of the longer text of each row."

few_steps:int

class _Best:
    "The epoch with the best mean of the tasks' main scores, and its weights."
    model:MultiTaskModel
    score:float
    epoch:int
    weights:dict[str, Tensor]|None
    names:list[str]
    def __init__(self, model:MultiTaskModel, later:Sequence[nn.Parameter]): ...
    def now(self) -> dict[str, Tensor]:
        "What may have moved, as it is now."
    def offer(self, epoch:int, results:Mapping[str, Mapping[str, float]]) -> None:
        "Keep the weights if this epoch is better than those before."
    def restore(self) -> int:
        "Give the model its best weights back; returns their epoch."

class Callback:
    "What wants to be told about a run; a method that is not needed stays as it is."
    def started(self,
        run:"TrainingRun", # About to make its first step, or the first one after a resume
    ) -> None:
        "Be told that a run begins."
    def step_ended(self,
        run:"TrainingRun",       # `run.stop = True` ends it
        row:Mapping[str, float], # The step's row of the history
    ) -> None:
        "Be told that a step is done."
    def epoch_ended(self,
        run:"TrainingRun",       # `run.stop = True` ends it
        row:Mapping[str, float], # The epoch's row of the history
    ) -> None:
        "Be told that an epoch and its validation are done."
    def ended(self,
        run:"TrainingRun", # Has made its last step, or met an error
    ) -> None:
        "Be told that a run is over."

class TrainingRun:
    "A training run under way."
    model:MultiTaskModel
    config:TrainingConfig
    rows:_Rows
    engine:Any
    gradual:GradualUnfreezing
    folder:Path|None
    steps:list[dict[str, float]]
    epochs:list[dict[str, float]]
    stop:bool
    epoch_began:float
    asked:bool
    epoch_steps:list[int]
    parameters:list[nn.parameter.Parameter]
    loss_weighting:LossWeighting
    best:_Best
    watch:GradientWatch
    compares:Any|bool
    optimizer:torch.optim.optimizer.Optimizer
    schedule:WarmupSchedule
    learner:Any
    scaled:Any|torch.optim.optimizer.Optimizer
    def __init__(self,
        model:MultiTaskModel,       # The model, as far as it is trained
        config:TrainingConfig,      # Settings
        rows:_Rows,                 # Training rows
        engine:Accelerator,         # Devices, precision, processes
        gradual:GradualUnfreezing,  # What joins later
        later:Sequence[nn.Parameter]=(), # Its parameters
        folder:Path|None=None,      # The run's folder; None = nothing is written
    ): ...
    def groups(self) -> list[dict[str, Any]]:
        "Groups of what is trained now."
    def train_step(self,
        batch:np.ndarray, # Numbers of the rows, of all processes
    ) -> dict[str, float]: # Loss of each task that has a labeled row among them, in nats
        "Train on one batch."
    def train_epoch(self,
        epoch:int,                    # From 1
        told:Sequence[Callback]=(),   # Callbacks
        save:Callable[[], None]|None=None, # Called every `checkpoint_steps` steps
    ) -> None:
        "Train on the batches of one epoch that are not done yet."
    def join(self,
        step:int, # Steps done
    ) -> None:
        "Let the parts join the training whose time has come."
    def means(self,
        epoch:int, # From 1
    ) -> dict[str, float]: # Mean loss of each task over the steps of the epoch that had it
        "Average the losses of an epoch."
    def asked_anywhere(self) -> bool: # The same in all of them
        "Tell whether any of the processes has been asked to stop."
    def interrupted(self) -> KeyboardInterrupt: # To be raised
        "Say what has been saved and how to go on."
    def begun_with(self,
        valid:Dataset|None, # Validation rows
    ) -> dict[str, str]: # What decides the run -> its value or SHA-256
        "Tell what the run depends on."
    def state(self) -> dict[str, Any]: # For `save_checkpoint`
        "Gather everything that decides the next step."
    def resume(self,
        state:Mapping[str, Any], # From `state`
    ) -> None:
        "Go on where a run was; the model, the settings and the rows are those that it was begun with."
    def go(self,
        score:Callable[[], dict[str, dict[str, float]]], # Scores of the tasks on the validation rows
        told:Sequence[Callback],       # Callbacks
        save:Callable[[], None]|None,  # Writes a checkpoint; None = there is no folder
    ) -> None:
        "Train the epochs that are not done yet."

@dataclass
class History:
    "What happened in a training run."
    steps:pd.DataFrame    # One row a step: step, epoch, rate (factor of the schedule, 0-1), and each task's loss (nats; NaN = no labeled row)
    epochs:pd.DataFrame   # One row an epoch: epoch, seconds (the first with those of what is computed once; after a resume, with the time before it), and the scores of each task on the validation rows
    best_epoch:int        # Epoch whose weights the model now has, from 1; 0 = there was nothing to train in epochs
    rows:pd.DataFrame     # For each task: labeled and missing training rows

strengths:list[float]

def fit(
    model:MultiTaskModel,                  # Trained in place; ends with the weights of its best epoch
    train:Any,                             # A `datasets.Dataset` or pandas DataFrame: rows with `text`, perhaps `text2` and `weight`, and one column for each task; None = not labeled
    valid:Any=None,                        # Rows to choose the best epoch by, and to calibrate on; None = the last epoch is kept, without calibration
    config:TrainingConfig=TrainingConfig(), # Settings
    progress:bool|None=None,               # True = a progress bar with the loss of each task, False = nothing; None = a bar in terminals and notebooks, a line for each epoch in logs
    folder:str|Path|None=None,             # Folder for config.toml, history.csv (as it goes), epochs.csv and checkpoints; None = nothing is written
    resume:bool=False,                     # True = go on from the last whole checkpoint in the folder, if there is one; with the same model, rows and settings
    callbacks:Sequence[Callback]=(),       # What is told about steps and epochs
) -> History: # Losses of every step, scores of every epoch
    "Train encoder and heads together; a label that the model does not know is an error before the first step."
