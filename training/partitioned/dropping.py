"""What no later step reads is removed at once: all of it together is several times the model."""

from __future__ import annotations

from collections.abc import Sequence

from training.partitioned.merged_documents import merge_documents
from training.partitioned.merged_names import merge_external_ids
from training.partitioned.parts import Part
from training.partitioned.weighing import merge_rows
from training.partitioned.work import WorkFolder

_DOCUMENTS = ("facts.documents.",)
_COUNTED = ("block.", "columns.", "credited.", "credits.", "norms.", "rows.")
_LENGTHS = ("credited.", "norms.")
_FACTS = ("facts.",)


def drop_documents(parts: Sequence[Part], work: WorkFolder) -> None:
    """Drop the lines of each part: those of all are merged, and no step looks at titles any more.

    Parameters
    ----------
    parts : sequence of Part
        All parts.
    work : WorkFolder
        Where everything is.
    """
    _drop(_DOCUMENTS, parts, work, after=merge_documents.__name__)


def drop_counted(parts: Sequence[Part], work: WorkFolder) -> None:
    """Drop what was counted and weighed in each part: the rows of all are merged.

    Parameters
    ----------
    parts : sequence of Part
        All parts.
    work : WorkFolder
        Where everything is.
    """
    _drop(_COUNTED, parts, work, after=merge_rows.__name__)
    work.whole.drop(*_LENGTHS, after=merge_rows.__name__)


def drop_facts(parts: Sequence[Part], work: WorkFolder) -> None:
    """Drop the facts of each part: those of all are merged.

    Parameters
    ----------
    parts : sequence of Part
        All parts.
    work : WorkFolder
        Where everything is.
    """
    _drop(_FACTS, parts, work, after=merge_external_ids.__name__)


def _drop(names: Sequence[str], parts: Sequence[Part], work: WorkFolder, *, after: str) -> None:
    for part in parts:
        work.alone(part).drop(*names, after=after)
        work.among_all(part).drop(*names, after=after)
