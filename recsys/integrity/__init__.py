"""What the arrays of a model must fulfil before anything trusts them.

Valid hashes say that the bytes are those that somebody wrote, not that they make sense: an
index that points past the end of an array must be refused here and not found by a question.
Each part of a model has one function that makes claims about it: cheap ones about types and
lengths, which are examined whenever a model is opened, and those that read every number.
"""

from recsys.integrity.checking import check_arrays, check_at_once, contradiction

__all__ = ["check_arrays", "check_at_once", "contradiction"]
