"""The tokens of a part's titles, counted with the part's own vocabularies: the one reading of its file."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from recsys.features import BlockSpec
from recsys.features.space import CountedTokens
from recsys.names import PeopleIndex
from training.columnar.block_tokens import CREDITED, BlockTokens
from training.columnar.counted_blocks import vocabulary
from training.columnar.credited_people import CreditedPeople
from training.partitioned.facts_of_part import write_facts
from training.partitioned.parts import Part, read_part
from training.partitioned.work import Arrays, WorkFolder


def count_part(part: Part, work: WorkFolder, blocks: tuple[BlockSpec, ...]) -> None:
    """Read a part, and write all that later steps need of it into its own folder.

    Blocks of people are not among it: who is who is known once all parts are read.

    Parameters
    ----------
    part : Part
        The part.
    work : WorkFolder
        Where to write.
    blocks : tuple of BlockSpec
        Feature blocks.

    Raises
    ------
    BadData
        If the part cannot be read by column.
    """
    into, columns = work.alone(part), read_part(part)
    into.write_texts("ids", columns.ids)
    into.write("whole", np.array(sorted(columns.whole), np.int64))
    for name in ("indptr", "people", "roles"):
        into.write(f"credits.{name}", getattr(columns.credits, name))
    into.write_texts("credits.names", columns.credits.names)
    tokens = BlockTokens(columns, _nobody)
    for spec in blocks:
        if spec.name not in CREDITED:
            write_counts(into, spec.name, tokens.of(spec.name))
    write_facts(columns, into)


def write_counts(into: Arrays, name: str, counts: CountedTokens) -> None:
    """Write the counted tokens of a block.

    Parameters
    ----------
    into : Arrays
        A folder.
    name : str
        Name of the block.
    counts : CountedTokens
        What was counted.
    """
    into.write_texts(f"block.{name}.terms", counts.terms)
    into.write_rows(f"block.{name}", counts.rows)


def read_counts(written: Arrays, name: str) -> CountedTokens:
    """Return the counted tokens of a block.

    Parameters
    ----------
    written : Arrays
        A folder.
    name : str
        Name of the block.

    Returns
    -------
    CountedTokens
        Mapped from their files.
    """
    return CountedTokens(written.read_texts(f"block.{name}.terms"), written.read_rows(f"block.{name}"))


def _nobody() -> CreditedPeople:
    """Who is who, for blocks that do not ask."""
    nothing = pa.array([], pa.large_string())
    return CreditedPeople(nothing, np.empty(0, np.int64), vocabulary(nothing), PeopleIndex.build(()))
