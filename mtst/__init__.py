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

_names = {  # module -> public names that it defines
    "core": "MtstError set_seed",
    "sentence_transformer": "SentenceTransformer",
    "retrieval": "similarity search",
    "task_base": "Task",
    "tasks": "Classification Multilabel Regression",
    "pair_tasks": "Similarity",
    "multitask": "MultiTaskModel",
    "labels": "label_report",
    "tables": "read_table",
    "task_tables": "pick_columns join_tables find_tasks",
    "splits": "split_table",
    "prediction_files": "predict_file",
    "bundled_data": "bundled",
    "metrics": "scores confusion per_label linear_probe",
    "interop": "SentenceEmbedder TrainerModel",
    "freezing": "freeze_ unfreeze_ part_parameters trainable scenarios "
    "GradualUnfreezing add_lora_ merge_lora_",
    "frozen_features": "FrozenFeatures",
    "exact_heads": "solve_head_",
    "layerwise_lr": "layerwise_groups group_table WarmupSchedule",
    "optimizers": "make_optimizer GradientWatch",
    "lr_finder": "find_lr RateSweep",
    "evaluation": "evaluate calibrate most_wrong",
    "config": "TrainingConfig",
    "training": "fit",
    "few_labels": "fit_few",
    "callbacks": "Callback",
    "export": "export_onnx",
    "web": "export_web",
}
_home = {name: module for module, names in _names.items() for name in names.split()}
__all__ = sorted(_home)


if not TYPE_CHECKING:  # a type checker would take it for a promise of any name

    def __getattr__(name: str) -> Any:
        if name not in _home:
            raise AttributeError(f"module 'mtst' has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f"mtst.{_home[name]}"), name)
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_home})
