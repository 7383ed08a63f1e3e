"""Learning from what people said: factors of the block weights, and a second stage."""

from training.learning.cross_validation import without_reverse
from training.learning.learner import learn

__all__ = ["learn", "without_reverse"]
