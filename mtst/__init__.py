"""The public names of mtst; a module is imported when one of its names is first used."""

__version__ = "0.1.0"

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what type checkers and editors read
    from mtst.core import MtstError as MtstError, set_seed as set_seed
    from mtst.sentence_transformer import SentenceTransformer as SentenceTransformer
    from mtst.retrieval import similarity as similarity, search as search
    from mtst.task_base import Task as Task
    from mtst.tasks import (
        Classification as Classification,
        Multilabel as Multilabel,
        Regression as Regression,
    )
    from mtst.pair_tasks import Similarity as Similarity
    from mtst.multitask import MultiTaskModel as MultiTaskModel
    from mtst.labels import label_report as label_report
    from mtst.tables import read_table as read_table
    from mtst.task_tables import (
        pick_columns as pick_columns,
        join_tables as join_tables,
        find_tasks as find_tasks,
    )
    from mtst.splits import split_table as split_table
    from mtst.prediction_files import predict_file as predict_file
    from mtst.bundled_data import bundled as bundled
    from mtst.metrics import (
        scores as scores,
        confusion as confusion,
        per_label as per_label,
        linear_probe as linear_probe,
    )
    from mtst.interop import SentenceEmbedder as SentenceEmbedder, TrainerModel as TrainerModel
    from mtst.freezing import (
        freeze_ as freeze_,
        unfreeze_ as unfreeze_,
        part_parameters as part_parameters,
        trainable as trainable,
        scenarios as scenarios,
        GradualUnfreezing as GradualUnfreezing,
        add_lora_ as add_lora_,
        merge_lora_ as merge_lora_,
    )
    from mtst.frozen_features import FrozenFeatures as FrozenFeatures
    from mtst.exact_heads import solve_head_ as solve_head_
    from mtst.layerwise_lr import (
        layerwise_groups as layerwise_groups,
        group_table as group_table,
        WarmupSchedule as WarmupSchedule,
    )
    from mtst.optimizers import make_optimizer as make_optimizer, GradientWatch as GradientWatch
    from mtst.lr_finder import find_lr as find_lr, RateSweep as RateSweep
    from mtst.evaluation import (
        evaluate as evaluate,
        calibrate as calibrate,
        most_wrong as most_wrong,
    )
    from mtst.config import TrainingConfig as TrainingConfig
    from mtst.training import fit as fit
    from mtst.few_labels import fit_few as fit_few
    from mtst.callbacks import Callback as Callback
    from mtst.export import export_onnx as export_onnx
    from mtst.web import export_web as export_web

_home = {  # public name -> module that defines it
    "MtstError": "core",
    "set_seed": "core",
    "SentenceTransformer": "sentence_transformer",
    "similarity": "retrieval",
    "search": "retrieval",
    "Task": "task_base",
    "Classification": "tasks",
    "Multilabel": "tasks",
    "Regression": "tasks",
    "Similarity": "pair_tasks",
    "MultiTaskModel": "multitask",
    "label_report": "labels",
    "read_table": "tables",
    "pick_columns": "task_tables",
    "join_tables": "task_tables",
    "find_tasks": "task_tables",
    "split_table": "splits",
    "predict_file": "prediction_files",
    "bundled": "bundled_data",
    "scores": "metrics",
    "confusion": "metrics",
    "per_label": "metrics",
    "linear_probe": "metrics",
    "SentenceEmbedder": "interop",
    "TrainerModel": "interop",
    "freeze_": "freezing",
    "unfreeze_": "freezing",
    "part_parameters": "freezing",
    "trainable": "freezing",
    "scenarios": "freezing",
    "GradualUnfreezing": "freezing",
    "add_lora_": "freezing",
    "merge_lora_": "freezing",
    "FrozenFeatures": "frozen_features",
    "solve_head_": "exact_heads",
    "layerwise_groups": "layerwise_lr",
    "group_table": "layerwise_lr",
    "WarmupSchedule": "layerwise_lr",
    "make_optimizer": "optimizers",
    "GradientWatch": "optimizers",
    "find_lr": "lr_finder",
    "RateSweep": "lr_finder",
    "evaluate": "evaluation",
    "calibrate": "evaluation",
    "most_wrong": "evaluation",
    "TrainingConfig": "config",
    "fit": "training",
    "fit_few": "few_labels",
    "Callback": "callbacks",
    "export_onnx": "export",
    "export_web": "web",
}
__all__ = sorted(_home)


if not TYPE_CHECKING:  # a type checker would take it for a promise of any name

    def __getattr__(name: str) -> Any:
        if name not in _home:
            raise AttributeError(f"module 'mtst' has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f"mtst.{_home[name]}"), name)
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_home})
