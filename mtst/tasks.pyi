# Written by .ci/stubs.py from what nbdev exports: do not edit.
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar
import numpy as np
from torch import Tensor, nn

class LinearHead(nn.Module):
    "Embedding to outputs: RMS norm, dropout, one matrix."
    dropout:nn.modules.dropout.Dropout
    linear:nn.modules.linear.Linear
    def __init__(self,
        dim:int,           # Numbers in an embedding
        outputs:int,       # Numbers to make
        dropout:float=0.1, # Share of coordinates dropped in training, 0-1
    ): ...
    def forward(self,
        embedding:Tensor, # (batch, dim), of any length but zero
    ) -> Tensor: # (batch, outputs)
        "Score every output."

class MLPHead(nn.Module):
    "Embedding to outputs: RMS norm, a hidden layer with GELU, one matrix; dropout before both matrices."
    layers:nn.modules.container.Sequential
    def __init__(self,
        dim:int,           # Numbers in an embedding
        outputs:int,       # Numbers to make
        dropout:float=0.1, # Share of coordinates dropped in training, 0-1
        hidden:int=256,    # Numbers in the hidden layer
    ): ...
    def forward(self,
        embedding:Tensor, # (batch, dim), of any length but zero
    ) -> Tensor: # (batch, outputs)
        "Score every output."

heads:dict[str, Callable[..., nn.Module]]
kinds:dict[str, type['Task']]

@dataclass(frozen=True)
class Task:
    "What every kind of task has. A new kind is a subclass with a `kind`, `outputs`, `targets`, `row_losses` and `predictions`."
    name:str                                            # Name of the task: a column of the data, a key of every result
    weight:float=field(default=1.0, kw_only=True)       # Share of this task's loss in the total loss, 0 or more
    head:str=field(default="linear", kw_only=True)      # A name of `heads`
    head_options:Mapping[str, Any]=field(default_factory=dict, kw_only=True) # More arguments for the head, such as hidden or dropout; kept as JSON
    measured:Mapping[str, Any]=field(default_factory=dict, kw_only=True, repr=False) # From `with_measured`
    measurable:ClassVar[tuple[str, ...]] = ()           # Settings that may be measured on data
    kind:ClassVar[str] = ""                             # Name of the kind in saved files
    answers:ClassVar[str] = "label"                     # What an answer is, and so how it is scored: "label", "labels", "number" or "likeness"
    pairs:ClassVar[bool] = False                        # True = asked of two texts
    def __init_subclass__(cls) -> None: ...
    def __post_init__(self) -> None: ...
    @property
    def outputs(self) -> int: "Numbers that the head makes."
    @property
    def row_wise(self) -> bool:
        "True = the loss is the weighted mean of row losses, each computed from its row alone."
    def make_head(self,
        dim:int,       # Numbers in an embedding
        dropout:float, # Share of coordinates dropped in training, 0-1
    ) -> nn.Module: # A head for embeddings of this size
        "Make an untrained head."
    def as_requested(
        self,
    ) -> Any:  # The task before anything was measured
        "Undo measurements; a setting changed since then (with `replace`) counts as a request and stays."
    def with_measured(
        self,
        **found:Any,  # Setting -> the value measured on data
    ) -> Any:  # The task with these values, and with the requests they stand in for
        "Set measured values without forgetting the user's settings."
    def prepare(self,
        labels:Iterable[Any], # Labels of the training rows; None = not labeled
    ) -> "Task": # A task that knows what it needs from them, and nothing from earlier training rows
        "Measure the training labels before training; labels that teach nothing are an error."
    def labeled(self,
        targets:Tensor, # From `targets`, (rows, ...)
    ) -> Tensor: # True = has a label, (rows,)
        "Tell which rows have a label: their number is not negative, or not NaN."
    def add_texts(
        self,
        targets:Tensor,  # From `targets`, (rows, ...)
        texts:Sequence[str],  # First text of each row
        second:Sequence[str|None],  # Second text of each row
    ) -> Tensor:  # What the losses are taken against, (rows, ...)
        "Add what the loss must know about the texts: for most kinds, nothing."
    def rescale_head_(
        self,
        head:nn.Module,  # Changed in place
        before:"Task",  # The task that the head was trained for
    ) -> None:
        "Adapt a trained head to newly measured values: for most kinds, nothing to do."
    def row_weights(self,
        targets:Tensor, # Of labeled rows
    ) -> Tensor|None: # (rows,), float32; None = all the same
        "Weigh rows by their labels."
    def weighed_rows(
        self,
        targets:Tensor,  # From `targets`, (rows, ...)
        weights:Tensor|None=None,  # Weight of each row, 0 or more, (rows,); None = all the same
    ) -> tuple[Tensor, Tensor|None]:  # True = counts, (rows,); weights of these rows, None = all the same
        "Find the rows with a label and a weight above 0: row weight times class weight."
    def loss(self,
        outputs:Tensor,            # From the head, (rows, ...)
        targets:Tensor,            # From `targets`, (rows, ...)
        weights:Tensor|None=None,  # Weight of each row, 0 or more, (rows,); None = all the same
    ) -> Tensor|None: # Mean over the labeled rows; None = no row has a label and a weight above 0
        "Take the loss of the labeled rows."
    def mean_loss(self,
        outputs:Tensor,      # Of rows with a label and a weight above 0, float32
        targets:Tensor,      # Of the same rows
        weights:Tensor|None, # Of the same rows, above 0; None = all the same
    ) -> Tensor|None: # One number; None = nothing to compare
        "Average the losses of rows."
    def weight_sum(self,
        targets:Tensor,           # From `targets`, (rows, ...)
        weights:Tensor|None=None, # Weight of each row, 0 or more, (rows,); None = all the same
    ) -> float: # Sum of the weights of the labeled rows: what `mean_loss` divides by
        "Weigh the labeled rows; with it, means over parts of a batch can be joined to the mean over all of it."
    def targets(self,
        labels:Iterable[Any],  # Labels of rows; None = not labeled
        where:str="the data",  # Where they come from, for the error message
    ) -> Tensor: # What the losses are taken against, (rows, ...)
        "Turn labels into numbers, each kind in its way."
    def row_losses(self,
        outputs:Tensor, # Of labeled rows, float32
        targets:Tensor, # Of the same rows
    ) -> Tensor: # (rows,)
        "Take the loss of each row, each kind in its way."
    def predictions(self,
        outputs:Tensor,   # From the head, (rows, ...)
        all_probabilities:bool=False, # True = with the probability of every label, where there are labels
    ) -> dict[str, Sequence[Any]|np.ndarray]: # Columns, the first of them under the name of the task
        "Turn outputs into answers, each kind in its way."

@dataclass(frozen=True)
class Classification(Task):
    "Classification of a text into exactly one of the labels; `name`, `weight`, `head` and `head_options` as in `Task`."
    measurable:ClassVar[tuple[str, ...]] = ("class_weights", "temperature")
    labels:Sequence[str]   # The possible answers, at least 2, in the order of the outputs
    class_weights:str|Mapping[str, float]|None=None # Weight of each label in the loss; "balanced" = each label counts the same; None = each row does
    label_smoothing:float=0.0 # Share of each target that is spread over all labels, 0-1
    temperature:float=1.0     # Divides the logits when probabilities are made, above 0; fitted on validation rows
    kind:ClassVar[str] = "classification"
    row_wise:ClassVar[bool] = True
    def __post_init__(self) -> None: ...
    @property
    def outputs(self) -> int: "One for each label."
    def prepare(self,
        labels:Iterable[str|None], # Labels of the training rows; None = not labeled
    ) -> "Task": # With class weights in numbers
        "Count the labels for balanced class weights; fewer than two different labels are an error."
    def targets(self,
        labels:Iterable[str|None], # Label of each row; None = not labeled
        where:str="the data",      # Where they come from, for the error message
    ) -> Tensor: # Number of each label, -100 for None, (rows,)
        "Turn label names into numbers; an unknown one is an error that names its row."
    def row_weights(self,
        targets:Tensor, # Numbers of the labels, (rows,)
    ) -> Tensor|None: # (rows,); None = all the same
        "Look the class weights up."
    def row_losses(self,
        logits:Tensor,  # (rows, labels)
        targets:Tensor, # (rows,)
    ) -> Tensor: # In nats, (rows,)
        "Cross-entropy of each row."
    def probabilities(self,
        logits:Tensor, # (rows, labels)
    ) -> Tensor: # (rows, labels), each row sums to 1
        "Turn logits into probabilities."
    def predictions(self,
        outputs:Tensor,      # Logits, (rows, labels)
        all_probabilities:bool=False,    # True = with the probability of every label
    ) -> dict[str, Sequence[Any]|np.ndarray]: # Columns NAME (label), NAME_probability, and NAME=LABEL for every label when asked
        "Give each row its most probable label."

@dataclass(frozen=True)
class Multilabel(Task):
    "Any number of the labels for a text; `name`, `weight`, `head` and `head_options` as in `Task`."
    measurable:ClassVar[tuple[str, ...]] = ("thresholds", "temperature")
    labels:Sequence[str]                   # The possible answers, at least 1, none with "|" in it, in the order of the outputs
    thresholds:Mapping[str, float]|None=None # Probability from which a label is given; None = 0.5 for each; tuned on validation rows
    temperature:float=1.0                  # Divides the logits when probabilities are made, above 0; fitted on validation rows
    kind:ClassVar[str] = "multilabel"
    row_wise:ClassVar[bool] = True
    answers:ClassVar[str] = "labels"
    def __post_init__(self) -> None: ...
    @property
    def outputs(self) -> int: "One for each label."
    @staticmethod
    def split(
        cell:str|Iterable[str], # Labels, or one text with "|" between them
    ) -> list[str]: # The labels
        "Take the cell of a table apart."
    def prepare(self,
        labels:Iterable[str|Iterable[str]|None], # Labels of the training rows; None = not labeled
    ) -> "Multilabel": # The task without thresholds and temperature of an earlier training
        "Check that there is something to learn; rows that are all alike are an error."
    def targets(self,
        labels:Iterable[str|Iterable[str]|None], # Labels of each row; None = not labeled, nothing in it = none of them
        where:str="the data",                    # Where they come from, for the error message
    ) -> Tensor: # 1 = has the label, 0 = has not, NaN = not labeled, (rows, labels)
        "Turn label names into numbers; an unknown one is an error that names its row."
    def row_losses(self,
        logits:Tensor,  # (rows, labels)
        targets:Tensor, # (rows, labels)
    ) -> Tensor: # In nats, mean over the labels, (rows,)
        "Binary cross-entropy of each row."
    def probabilities(self,
        logits:Tensor, # (rows, labels)
    ) -> Tensor: # Of each label by itself, (rows, labels)
        "Turn logits into probabilities."
    def predictions(self,
        outputs:Tensor,   # Logits, (rows, labels)
        all_probabilities:bool=False, # True = with the probability of every label
    ) -> dict[str, Sequence[Any]|np.ndarray]: # Columns NAME (labels joined by "|", in their order), and NAME=LABEL for every label when asked
        "Give each row the labels that reach their thresholds."

@dataclass(frozen=True)
class Regression(Task):
    "A number for a text; `name`, `weight`, `head` and `head_options` as in `Task`."
    measurable:ClassVar[tuple[str, ...]] = ("mean", "std")
    criterion:str="mse"     # "mse" = square of the error; "huber" = its size where it is above the standard deviation, for data with outliers
    mean:float|None=None    # Of the training rows; None = found by `prepare`
    std:float|None=None  # Their standard deviation; None = found by `prepare`
    kind:ClassVar[str] = "regression"
    row_wise:ClassVar[bool] = True
    answers:ClassVar[str] = "number"
    def __post_init__(self) -> None: ...
    def prepare(self,
        labels:Iterable[float|str|None], # Values of the training rows; None = not labeled
    ) -> "Regression": # With mean and standard deviation
        "Measure mean and standard deviation of the training rows, unless given; equal values are an error."
    def rescale_head_(
        self,
        head:nn.Module,  # Changed in place, if it is a `LinearHead` or `MLPHead`
        before:Any,  # The task that the head was trained for
    ) -> None:
        "Keep a head's predictions, in the units of the data, when mean and standard deviation change."
    def targets(self,
        labels:Iterable[float|str|None], # Value of each row; None = not labeled
        where:str="the data",            # Where they come from, for the error message
    ) -> Tensor: # Values less the mean, in spreads, NaN for None, (rows,)
        "Bring values to the scale of the head; what is no number is an error that names its row."
    def row_losses(self,
        outputs:Tensor, # (rows, 1)
        targets:Tensor, # (rows,)
    ) -> Tensor: # In squared spreads, (rows,)
        "Square or Huber loss of each row."
    def predictions(self,
        outputs:Tensor,   # (rows, 1)
        all_probabilities:bool=False, # No meaning here
    ) -> dict[str, Sequence[Any]|np.ndarray]: # Column NAME, in the units of the data
        "Bring outputs back to the units of the data."

def cosent_loss(
    cosines:Tensor,           # Of the pairs, (pairs,)
    targets:Tensor,           # Degree of likeness of each pair, on any scale, (pairs,)
    scale:float=20.0,         # Factor of the cosines
    weights:Tensor|None=None, # Of the pairs, above 0; two pairs are compared with the product of their weights
) -> Tensor|None: # One number, in nats; None = all degrees are the same
    "Punish each two pairs whose cosines are in the wrong order (Su 2022, CoSENT)."

def contrastive_loss(
    first:Tensor,     # Embeddings of length 1, (pairs, dim)
    second:Tensor,    # Embeddings of what belongs to them, (pairs, dim)
    scale:float=20.0, # Factor of the cosines
    others:Tensor|None=None, # True = the second text of j is a counterexample for i, (pairs, pairs); None = all
) -> Tensor: # In nats, (pairs,)
    "Ask for each first text which of the second ones is its own (Henderson et al. 2017, section 4.4)."

def counterexamples(
    first:Tensor,  # Number of each first text: equal texts have equal numbers, (pairs,)
    second:Tensor,  # Number of each second text, counted together with the first ones, (pairs,)
) -> Tensor:  # True = the second text of j is a counterexample for i, (pairs, pairs)
    "Tell which second texts may count as wrong answers: none that equal a right answer or the question."

class PairHead(nn.Module):
    "Two embeddings, each brought to length 1: their dot product is their cosine."
    def forward(self,
        first:Tensor,  # (rows, dim)
        second:Tensor, # (rows, dim); zeros where there is no second text
    ) -> Tensor: # (rows, 2, dim)
        "Normalise and stack."

@dataclass(frozen=True)
class Similarity(Task):
    "How alike two texts are; `name`, `weight`, `head` and `head_options` as in `Task`."
    measurable:ClassVar[tuple[str, ...]] = ("low", "high")
    criterion:str="cosent"  # "cosent" = order of the degrees; "mse" = their size; "contrastive" = every labeled pair belongs together
    scale:float=20.0        # Factor of the cosines in "cosent" and "contrastive", above 0
    low:float|None=None     # Degree that shall be cosine 0 in "mse"; None = the lowest of the training rows
    high:float|None=None    # Degree that shall be cosine 1 in "mse"; None = the highest of the training rows
    kind:ClassVar[str] = "similarity"
    answers:ClassVar[str] = "likeness"
    pairs:ClassVar[bool] = True
    def __post_init__(self) -> None: ...
    @property
    def row_wise(self) -> bool:
        "Only squares are: the other two criteria compare each pair with the other pairs."
    def make_head(self,
        dim:int,       # No meaning here: nothing is trained
        dropout:float, # No meaning here
    ) -> nn.Module: # A head for two embeddings
        "Make the head."
    def prepare(self,
        labels:Iterable[float|str|None], # Degrees of the training rows; None = not labeled
    ) -> "Similarity": # With the ends of the scale
        "Find the ends of the scale, and check that there is an order to learn; degrees that are all the same are an error."
    def targets(self,
        labels:Iterable[float|str|None], # Degree of each pair; None = not labeled; with "contrastive" any value but None
        where:str="the data",            # Where they come from, for the error message
    ) -> Tensor: # Degrees, NaN for None, (rows,)
        "Read the degrees; what is no number is an error that names its row."
    def add_texts(
        self,
        targets:Tensor,  # From `targets`, (rows,)
        texts:Sequence[str],  # First text of each row
        second:Sequence[str|None],  # Second text of each row
    ) -> Tensor:  # For "contrastive": 1 (NaN = not labeled), numbers of the two texts, (rows, 3)
        "Number the texts, so that the contrastive loss can tell equal ones; float32 counts to 16 million."
    def mean_loss(self,
        outputs:Tensor,      # From `PairHead`, of labeled rows, (rows, 2, dim)
        targets:Tensor,      # (rows,); from `add_texts`, (rows, 3)
        weights:Tensor|None, # (rows,)
    ) -> Tensor|None: # One number; None = nothing to compare
        "Take the loss that the criterion names."
    def predictions(self,
        outputs:Tensor,   # From `PairHead`, (rows, 2, dim)
        all_probabilities:bool=False, # No meaning here
    ) -> dict[str, Sequence[Any]|np.ndarray]: # Column NAME: cosine, -1 to 1
        "Give each pair its cosine."
