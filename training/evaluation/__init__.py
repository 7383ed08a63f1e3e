"""Measuring: judgements by people, metrics, intervals, baselines, and what lies beyond accuracy."""

from training.evaluation.baselines import BASELINES, chosen_baselines
from training.evaluation.beyond import Beyond
from training.evaluation.bootstrap import Interval
from training.evaluation.evaluation import Settings, evaluate
from training.evaluation.judgements import Judgements, Labels, Pairs, Ratings, Siblings
from training.evaluation.ratings_task import ColdStart, HoldOut, LeaveOneOut
from training.evaluation.reading import JudgementReading, read_judgements
from training.evaluation.results import Comparison, Evaluation, MethodResult, TaskResult
from training.evaluation.scorer import ModelScorer, Scorer

__all__ = [
    "BASELINES",
    "Beyond",
    "ColdStart",
    "Comparison",
    "Evaluation",
    "HoldOut",
    "Interval",
    "JudgementReading",
    "Judgements",
    "Labels",
    "LeaveOneOut",
    "MethodResult",
    "ModelScorer",
    "Pairs",
    "Ratings",
    "Scorer",
    "Settings",
    "Siblings",
    "TaskResult",
    "chosen_baselines",
    "evaluate",
    "read_judgements",
]
