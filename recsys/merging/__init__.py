"""Several catalogues of the same titles as one: what is one title, what is kept, what contradicts."""

from recsys.merging.merge import merge
from recsys.merging.merged import Conflict, Doubt, Match, Merged

__all__ = ["Conflict", "Doubt", "Match", "Merged", "merge"]
