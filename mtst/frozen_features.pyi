# Written by .ci/stubs.py from what nbdev exports: do not edit.
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
import numpy as np
from torch import Tensor, nn
from .multitask import MultiTaskModel
from .sentence_transformer import SentenceTransformer

def frozen_depth(
    model:MultiTaskModel,            # With frozen parts, or without
    later:Iterable[nn.Parameter]=(), # Parameters that are frozen now and will be trained later
) -> int|None: # Layers at the bottom, with the embeddings beneath them, that never change; 0 = none; None = the whole encoder
    "Count the layers whose states never change."

def can_start_at(
    encoder:SentenceTransformer, # Any encoder
    depth:int,                   # Layers to leave out, 1 or more
    texts:Sequence[str],         # Some texts of different lengths
) -> bool: # True = the embeddings from there are those of the whole encoder
    "Try whether an encoder can take up its work behind its first layers."

class FrozenFeatures:
    "What the frozen layers make of each distinct text, computed once; training goes on from there."
    model:MultiTaskModel
    depth:int|None
    reduced:bool
    dtype:Any
    numbers:dict[str, int]
    tokens:list[np.ndarray[tuple[Any, ...], np.dtype[Any]]]
    starts:np.ndarray[tuple[Any, ...], np.dtype[Any]]
    dim:int
    megabytes:float
    states:Tensor
    upper:Any
    given:Any
    watched:list[Tensor]
    versions:list[int]
    place:tempfile.TemporaryDirectory[str]
    def __init__(self,
        model:MultiTaskModel,      # Whose bottom is frozen; it may be trained while the features are in use
        texts:Iterable[str],       # Texts, each of which is computed once however often it comes
        depth:int|None,            # Frozen layers, from `frozen_depth`, 1 or more; None = the whole encoder
        dtype:str="float32",       # Type in which states are kept: "float32", "bfloat16" or "float16"
        memory_mb:float=1000.0,    # States above this size (megabytes) are kept in a file
        folder:str|Path|None=None, # Folder in which states are kept for later runs, and looked up; None = a temporary one, and only above `memory_mb`
        reduced:bool=False,        # True = matrix products in bfloat16
    ): ...
    def embeddings(self,
        texts:Iterable[str], # Texts that were among the first ones
    ) -> Tensor: # Embeddings, (texts, dim), on the model's device, float32; with a gradient for the layers that are trained
        "Go the rest of the way; frozen weights that changed since the states were computed are an error."

def solve_head_(
    model:MultiTaskModel,     # Changed in place: the head of one task
    name:str,                 # A task whose head is linear and asked of one text
    vectors:Tensor,           # Embeddings of the training rows, (rows, dim)
    targets:Tensor,           # From the task's `targets`, (rows, ...)
    weights:Tensor|None=None, # Weight of each row, 0 or more, (rows,); None = all the same
    strength:float=1.0,       # Above 0: the mean loss plus |W|^2/(2*strength*labeled rows) is made as small as can be; lower = a simpler head
    iterations:int=1000,      # Most iterations of L-BFGS; 100 are enough to compare strengths
) -> float: # Mean loss of the labeled rows, without the pull
    "Find the best weights of a linear head on vectors that do not change (L-BFGS); a task without a labeled row is an error."
