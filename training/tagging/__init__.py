"""Tones and tags that a model expects of titles, from what else is known of them."""

from training.tagging.guessing import Guesses, guess
from training.tagging.labels import Labels, tag_labels, tone_labels
from training.tagging.reliability import Reliability, reliability
from training.tagging.tagging import Tagging, WordRecord, infer_tags, infer_tones

__all__ = [
    "Guesses",
    "Labels",
    "Reliability",
    "Tagging",
    "WordRecord",
    "guess",
    "infer_tags",
    "infer_tones",
    "reliability",
    "tag_labels",
    "tone_labels",
]
