__version__ = "0.1.0"

from importlib import import_module

_home = {  # public name -> module that defines it; a module is imported when one of its names is first used
    "MtstError": "core", "set_seed": "core",
    "SentenceTransformer": "sentence_transformer", "similarity": "retrieval", "search": "retrieval",
    "Task": "tasks", "Multilabel": "tasks", "Regression": "tasks", "Similarity": "tasks", "MultiTaskModel": "multitask",
    "label_report": "labels", "read_table": "tables", "pick_columns": "tables", "join_tables": "tables", "split_table": "tables", "find_tasks": "tables", "predict_file": "tables", "bundled": "tables",
    "scores": "metrics", "confusion": "metrics", "per_label": "metrics", "linear_probe": "metrics",
    "SentenceEmbedder": "interop", "TrainerModel": "interop",
    "freeze_": "freezing", "unfreeze_": "freezing", "part_parameters": "freezing", "trainable": "freezing", "scenarios": "freezing", "GradualUnfreezing": "freezing", "add_lora_": "freezing", "merge_lora_": "freezing",
    "FrozenFeatures": "frozen_features", "solve_head_": "frozen_features",
    "layerwise_groups": "layerwise_lr", "group_table": "layerwise_lr", "WarmupSchedule": "layerwise_lr", "make_optimiser": "layerwise_lr", "GradientWatch": "layerwise_lr",
    "find_lr": "layerwise_lr", "RateSweep": "layerwise_lr",
    "evaluate": "evaluation", "calibrate": "evaluation", "most_wrong": "evaluation",
    "TrainingConfig": "training", "fit": "training", "Callback": "training",
}
__all__ = sorted(_home)

def __getattr__(name):
    if name not in _home: raise AttributeError(f"module 'mtst' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"mtst.{_home[name]}"), name)
    return value

def __dir__(): return sorted({*globals(), *_home})
