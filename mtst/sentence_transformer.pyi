# Written by .ci/stubs.py from what nbdev exports: do not edit.
from typing import Literal, overload
import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
import numpy as np
import torch
from torch import Tensor, nn
from .model_folder import TokenTypes

def pooling_mask(
    mask:Tensor, # 1 = real token, 0 = padding, on either side, (batch, tokens)
    skip:int=0,  # Real tokens at the start of each row that shall not count: those of a prompt
) -> Tensor: # 1 = counts, 0 = padding or prompt, (batch, tokens); `mask` itself stays as it is
    "Mark the tokens that a pooling counts."

def pool_mean(
    states:Tensor, # Encoder output, (batch, tokens, dim), any float type
    mask:Tensor,   # 1 = real token, 0 = padding, (batch, tokens)
    skip:int=0,    # Tokens at the start that do not count
) -> Tensor: # One vector per sentence, (batch, dim); zeros for a row in which no token counts
    "Average the tokens of each sentence (Reimers & Gurevych 2019, section 3)."

def pool_cls(
    states:Tensor, # Encoder output, (batch, tokens, dim)
    mask:Tensor,   # 1 = real token, 0 = padding, on either side, (batch, tokens)
    skip:int=0,    # Tokens at the start that do not count
) -> Tensor: # One vector per sentence, (batch, dim); zeros for a row in which no token counts
    "Take the first token of each sentence (Devlin et al. 2019, section 3)."

def pool_lasttoken(
    states:Tensor, # Encoder output, (batch, tokens, dim)
    mask:Tensor,   # 1 = real token, 0 = padding, on either side, (batch, tokens)
    skip:int=0,    # Tokens at the start that do not count
) -> Tensor: # One vector per sentence, (batch, dim); zeros for a row in which no token counts
    "Take the last token of each sentence (Wang et al. 2024, *Improving text embeddings with LLMs*, section 3)."

def pool_max(
    states:Tensor, # Encoder output, (batch, tokens, dim)
    mask:Tensor,   # 1 = real token, 0 = padding, (batch, tokens)
    skip:int=0,    # Tokens at the start that do not count
) -> Tensor: # One vector per sentence, (batch, dim); zeros for a row in which no token counts
    "Take the largest value of the tokens in each dimension (Reimers & Gurevych 2019, section 3)."

def pool_mean_sqrt_len(
    states:Tensor, # Encoder output, (batch, tokens, dim)
    mask:Tensor,   # 1 = real token, 0 = padding, (batch, tokens)
    skip:int=0,    # Tokens at the start that do not count
) -> Tensor: # One vector per sentence, (batch, dim); zeros for a row in which no token counts
    "Divide the sum of the tokens by the square root of their number."

def pool_weightedmean(
    states:Tensor, # Encoder output, (batch, tokens, dim)
    mask:Tensor,   # 1 = real token, 0 = padding, on either side, (batch, tokens)
    skip:int=0,    # Tokens at the start that do not count; the others keep the weights of their places
) -> Tensor: # One vector per sentence, (batch, dim); zeros for a row in which no token counts
    "Average the tokens with weights 1, 2, 3 ... from the first real one (Muennighoff 2022, *SGPT*, section 4)."

poolings:dict[str, Callable[[Tensor, Tensor, int], Tensor]]

def states_of(
    backbone: Any,  # the encoder
    inputs: Mapping[str, Tensor],  # input_ids, attention_mask ..., each (batch, tokens)
) -> Tensor:  # states, float32, (batch, tokens, dim)
    "Compute the states of a padded batch."

def states_by_length(
    backbone: Any,  # an encoder that reads padding
    inputs: Mapping[str, Tensor],  # input_ids, attention_mask ..., each (batch, tokens)
) -> Tensor:  # states, float32, (batch, tokens, dim); zeros for padding
    "Compute the states of a padded batch, the texts of each length by themselves."

_settings:dict[str, Callable[[Any, Any], Any]]

class SentenceTransformer(nn.Module):
    "A pretrained encoder with pooling and normalization: sentences in, embeddings out."
    dtype:str
    pooling:str
    normalize:bool
    include_prompt:bool
    lower_case:bool
    prompts:dict[str, str]
    default_prompt:str|None
    measure:str
    int8_ranges:np.ndarray[tuple[Any, ...], np.dtype[Any]]|None
    backbone:Any
    tokenizer:Any
    max_tokens:int
    token_types: TokenTypes | None = None  # passed on to the encoder; None = it needs none
    reads_padding: bool = False  # True = each length of a batch is computed by itself
    def __init__(self,
        name:str|Path="bert-base-uncased", # Folder (sentence-transformers or Hugging Face), name of a packaged model, or Hub id
        pooling:str|None=None,             # A name of `poolings`, or several joined by "+"; None = what the folder says, else "mean"
        normalize:bool|None=None,          # True = vectors of length 1; None = what the folder says, else True
        max_tokens:int|None=None,          # Longer texts are cut here, 3 or more; None = what the folder says, else what the encoder can take, which is also the most
        dtype:str="auto",                  # `encode` computes in "float32", "bfloat16" or "float16"; "auto" = the fastest that gives the same vectors
        device:str|None=None,              # "cpu", "cuda", "mps" ...; None = the best one present
        revision:str|None=None,            # Hub branch, tag or commit
        trust_remote_code:bool=False,      # True = run Python code that comes with the model
    ): ...
    def __setattr__(self, name: str, value: Any) -> None:
        "Set an attribute; those in `_settings` are checked, here as in the constructor."
    @classmethod
    def from_pretrained(cls,
        name:str|Path="bert-base-uncased", # Folder, name of a packaged model, or Hub id
        revision:str|None=None,            # Hub branch, tag or commit
        **options:Any,                     # The constructor's other parameters
    ) -> "SentenceTransformer": # The encoder
        "Load an encoder: the constructor under the name that transformers gave it."
    @property
    def dim(self) -> int: "Numbers in an embedding."
    @property
    def device(self) -> torch.device: "Where the weights are."
    def forward(self,
        inputs:Mapping[str, Tensor], # What the tokenizer makes: input_ids, attention_mask ..., each (batch, tokens)
        skip:int|None=None,          # Tokens at the start that the pooling leaves out; None = those of the default prompt, if the model wants it so
    ) -> Tensor: # Embeddings, (batch, dim)
        "Encode, pool and normalize a batch of tokens."
    def prompt_text(
        self,
        prompt: str | None = None,  # name of a prompt in `prompts`; None = the default one; "" = none
    ) -> str:  # text that is put before every text
        "Look a prompt up by its name."
    def prompt_tokens(
        self,
        prompt: str | None = None,  # name of a prompt; None = the default one; "" = none
    ) -> int:  # leading tokens that the pooling leaves out; 0 when the model pools over the prompt too
        "Count the tokens of a prompt that the pooling leaves out, as sentence-transformers does."
    def tokenize(self,
        texts:Iterable[str],  # Texts of any length
        prompt:str|None=None, # Name of a prompt in `prompts`; None = the default one; "" = none
        first:int=0,          # Row number of the first text, for messages
    ) -> list[np.ndarray]: # Token ids of each text, int32, special tokens included, cut at `max_tokens`, not padded
        "Tokenise texts once, in parallel."
    def collate(self,
        rows:list[np.ndarray], # Token ids of the texts that share a batch, from `tokenize`
        shape:tuple[int, int]|None=None, # (batch, tokens) to fill up to, rows of one padding token included; None = no more than the rows need
    ) -> dict[str, Tensor]: # input_ids, attention_mask, perhaps token_type_ids, each (batch, tokens)
        "Pad the rows of one batch to its longest and mark the real tokens."
    def cast_copy(self,
        dtype:torch.dtype|None=None,   # Type of the twin's weights; None = as they are
        device:torch.device|None=None, # Where the twin is; None = where the encoder is
    ) -> "SentenceTransformer": # An encoder that shares everything but the weights; for encoding, not for training
        "Copy the encoder in another type or to another device, and leave it as it is."
    def choose_dtype(self,
        rows:list[np.ndarray], # Token ids of all the texts of a call
    ) -> "SentenceTransformer": # The encoder itself, or a twin
        "Choose the type of numbers for a call, as `dtype` says."
    def batches(self,
        rows:list[np.ndarray], # Token ids of each text
        batch_tokens:int|None, # Most tokens in a batch; None = 1,024 on a CPU, else 8,192
        skip:int,              # Tokens at the start that the pooling leaves out
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]: # Row numbers of a batch, (texts,), and their embeddings, float32, (texts, dim)
        "Compute embeddings batch by batch, on a CPU a batch on each core where there are many; halve the budget when memory runs out."
    def fit_quantization_ranges(self,
        texts:Iterable[str],          # A few hundred texts like those to come, 2 or more
        truncate_dim:int|None=None,   # Numbers that will be kept of each vector, 1 to `dim`; None = all
        prompt:str|None=None,         # Name of a prompt; None = the default one; "" = none
    ) -> None:
        "Measure the range of each number, for int8 and uint8 vectors, and keep it with the model."
    def postprocess(self,
        precision:str,         # One of `precisions`
        truncate_dim:int|None, # Numbers to keep; None = all
    ) -> Callable[[np.ndarray], np.ndarray]: # Turns float32 embeddings, (texts, dim), into what the caller wants
        "Check what the caller wants of the vectors and make the function that does it."
    @contextlib.contextmanager
    def computing(self,
        devices:str|Iterable[str]|None, # Devices to share the work, a process each; None = this process alone
        rows:list[np.ndarray],          # Token ids, from which the type of the numbers is chosen
    ) -> Iterator[Callable[[list[np.ndarray], int|None, int], Iterator[tuple[np.ndarray, np.ndarray]]]]: # Computes like `batches`
        "Make ready to compute batches, here or in other processes."
    @overload
    def encode(self,
        texts:str|Iterable[str],      # One text, or any number of them
        prompt:str|None=None,         # Name of a prompt in `prompts`; None = the default one; "" = none
        precision:str="float32",      # Type of the result: "float32", "float16", "int8", "uint8", "binary", "ubinary"
        truncate_dim:int|None=None,   # Numbers to keep of each vector, 1 to `dim`, normalized again; None = all
        as_tensor:Literal[False]=False,         # True = a torch tensor on the model's device; False = a numpy array
        batch_tokens:int|None=None,   # Most tokens in a batch, padding included; None = 1,024 on a CPU, else 8,192; halved when memory runs out
        devices:str|Iterable[str]|None=None, # Share the work among processes, one for each device: ["cuda:0", "cuda:1"], ["cpu", "cpu"]
        progress:bool|None=None,      # True = show a progress bar, False = none; None = in a terminal, after five seconds
    ) -> np.ndarray: # (sentences, dim), or (dim,) for one text; zeros where there is no token
        "Turn texts into embeddings; int8 and uint8 before `fit_quantization_ranges` are an error."
    @overload
    def encode(self,
        texts:str|Iterable[str],      # One text, or any number of them
        prompt:str|None=None,         # Name of a prompt in `prompts`; None = the default one; "" = none
        precision:str="float32",      # Type of the result: "float32", "float16", "int8", "uint8", "binary", "ubinary"
        truncate_dim:int|None=None,   # Numbers to keep of each vector, 1 to `dim`, normalized again; None = all
        *, as_tensor:Literal[True],         # True = a torch tensor on the model's device; False = a numpy array
        batch_tokens:int|None=None,   # Most tokens in a batch, padding included; None = 1,024 on a CPU, else 8,192; halved when memory runs out
        devices:str|Iterable[str]|None=None, # Share the work among processes, one for each device: ["cuda:0", "cuda:1"], ["cpu", "cpu"]
        progress:bool|None=None,      # True = show a progress bar, False = none; None = in a terminal, after five seconds
    ) -> Tensor: # (sentences, dim), or (dim,) for one text; zeros where there is no token
        "Turn texts into embeddings; int8 and uint8 before `fit_quantization_ranges` are an error."
    @overload
    def encode(self,
        texts:str|Iterable[str],      # One text, or any number of them
        prompt:str|None=None,         # Name of a prompt in `prompts`; None = the default one; "" = none
        precision:str="float32",      # Type of the result: "float32", "float16", "int8", "uint8", "binary", "ubinary"
        truncate_dim:int|None=None,   # Numbers to keep of each vector, 1 to `dim`, normalized again; None = all
        as_tensor:bool=False,         # True = a torch tensor on the model's device; False = a numpy array
        batch_tokens:int|None=None,   # Most tokens in a batch, padding included; None = 1,024 on a CPU, else 8,192; halved when memory runs out
        devices:str|Iterable[str]|None=None, # Share the work among processes, one for each device: ["cuda:0", "cuda:1"], ["cpu", "cpu"]
        progress:bool|None=None,      # True = show a progress bar, False = none; None = in a terminal, after five seconds
    ) -> np.ndarray|Tensor: # (sentences, dim), or (dim,) for one text; zeros where there is no token
        "Turn texts into embeddings; int8 and uint8 before `fit_quantization_ranges` are an error."
    def encode_stream(self,
        texts:Iterable[str],          # Any number of texts, read as they are needed
        chunk:int=10_000,             # Texts encoded together, 1 or more
        prompt:str|None=None,         # Name of a prompt in `prompts`; None = the default one; "" = none
        precision:str="float32",      # Type of the result, as for `encode`
        truncate_dim:int|None=None,   # Numbers to keep of each vector, 1 to `dim`; None = all
        batch_tokens:int|None=None,   # Most tokens in a batch, as for `encode`
        devices:str|Iterable[str]|None=None, # As for `encode`; the processes live as long as the stream
        progress:bool|None=None,      # True = show a progress bar, False = none; None = in a terminal, after five seconds
        like:Iterable[str]|None=None, # Texts by which the type of the numbers is chosen, as `dtype` says; None = those of the first chunk
    ) -> Iterator[tuple[range, np.ndarray]]: # Row numbers of a chunk and its embeddings, (rows, dim)
        "Encode any number of texts in constant memory."
    def encode_to_file(self,
        texts:Iterable[str],        # The same texts in the same order at every call
        file:str|Path,              # .npy file; what an earlier call left there is continued
        precision:str="float32",    # Type of the result, as for `encode`
        truncate_dim:int|None=None, # Numbers to keep of each vector, 1 to `dim`; None = all
        **options:Any,              # Other parameters of `encode_stream`: chunk, prompt, batch_tokens, devices, progress
    ) -> np.ndarray: # All embeddings, left on disk and read as they are used, (sentences, dim)
        "Encode any number of texts into a file, in constant memory; go on where an earlier call stopped; vectors of other texts or another model in it are an error."
    def write_files(self,
        folder:Path, # An existing folder
    ) -> None:
        "Write the files of a sentence-transformers folder."
    def save_pretrained(self,
        folder:str|Path,      # Where the model shall be
        overwrite:bool=False, # True = an existing folder is replaced, all of it
    ) -> None:
        "Save the model as a sentence-transformers folder, whole or not at all; LoRA matrices that are not merged are an error."
    def push_to_hub(self,
        repo_id:str,               # "owner/name" on the Hugging Face Hub; made if it is not there
        private:bool|None=None,    # True = a new one is private; None = what the owner has set
        revision:str|None=None,    # Branch to write to, made if it is not there; None = the main one
        message:str="Upload encoder", # Message of the commit
    ) -> str: # Address of the commit
        "Upload the model to the Hugging Face Hub, with the token of `hf auth login` or HF_TOKEN."

def check_whole(
    value:Any,   # What came
    name:str,    # What it is, for the message
    least:int=1, # Lowest value that is allowed
) -> int: # The same
    "Check that a value is a whole number."

def text_rows(
    texts:Iterable[str], # Any iterable of texts; a str and a table are none, though Python would iterate the letters and the names of the columns
) -> Iterator[str]: # The texts, not looked at yet
    "Refuse what holds no texts one after the other."

def check_texts(
    texts:Iterable[str], # Any iterable of texts
    first:int=0,         # Row number of the first one, for the message
) -> list[str]: # The same texts, each one valid Unicode ("?" for a lone surrogate)
    "Check that every text is a string, and make each one valid Unicode."

def cut_batches(
    lengths:Iterable[int], # Tokens of each text
    batch_tokens:int,      # Most tokens in a batch, padding included; a longer text gets a batch of its own
) -> list[np.ndarray]: # Row numbers of each batch, the largest batch first
    "Cut texts into batches within a token budget: full ones of one length each, the others of similar lengths."

def bucket_size(
    count:int, # Any number from 1
    most:int,  # Not above this one
) -> int: # The next number that is 1 to 8 times a power of two, or `most`
    "Round up to one of few numbers, by less than a quarter."

def batch_shape(
    rows:int,         # Texts in a batch
    tokens:int,       # Tokens of its longest
    batch_tokens:int, # Most tokens in a batch, padding included
    max_tokens:int,   # Most tokens of a text
) -> tuple[int, int]: # (batch, tokens), within the budget
    "Choose the shape that a batch is computed in: its own if it is full, else the next of few."

_evaluated:dict[nn.Module, list[Any]]

@contextlib.contextmanager
def eval_mode(
    model:nn.Module, # Any module
) -> Iterator[None]: # For a `with` block
    "Turn dropout off, and give every part its own mode back when the last thread is done: a frozen part may have been in evaluation mode before."

def is_out_of_memory(
    error:BaseException, # What was raised
) -> bool: # True = the device had no memory left
    "Tell an exhausted memory from other errors: CUDA and MPS say so in one way, the CPU in another."

precisions:list[str]

def quantize(
    vectors:np.ndarray,           # Embeddings, float32, (sentences, dim)
    precision:str,                # One of `precisions`
    ranges:np.ndarray|None=None,  # Lowest and highest value of each dimension, for int8 and uint8, (2, dim)
) -> np.ndarray: # (sentences, dim); (sentences, dim/8 rounded up) for binary (int8) and ubinary (uint8)
    "Store embeddings in fewer bits, in the formats of sentence-transformers."

_worker:dict[str, SentenceTransformer]

@contextlib.contextmanager
def worker_pool(
    encoder:SentenceTransformer, # Each process gets a copy
    devices:list[str],           # One process for each
    rows:list[np.ndarray],       # Token ids, from which each process chooses the type of its numbers
) -> Iterator[Callable[[list[np.ndarray], int|None, int], Iterator[tuple[np.ndarray, np.ndarray]]]]: # Computes like `SentenceTransformer.batches`
    "Start a process for each device; end them all when the block ends."

def upload(
    model:Any,                # Anything with `write_files`
    repo_id:str,              # "owner/name" on the Hugging Face Hub; made if it is not there
    private:bool|None=None,   # True = a new one is private; None = what the owner has set
    revision:str|None=None,   # Branch to write to, made if it is not there; None = the main one
    message:str="Upload",     # Message of the commit
) -> str: # Address of the commit
    "Upload the files of a model to the Hugging Face Hub, with the token of `hf auth login` or HF_TOKEN."
