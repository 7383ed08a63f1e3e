"""Who is who in the credits of all parts, and the blocks of people of each part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from recsys.features import BlockSpec
from recsys.features.tokens import EXTRACTORS
from recsys.names import PeopleIndex
from recsys.names.people import Spelling
from recsys.title import Title
from training.columnar.arrow_text import arrow_strings, string_table
from training.columnar.block_tokens import CREDITED
from training.columnar.counted_blocks import Told, Vocabulary, joint_vocabulary, tokens_once
from training.columnar.credited_people import people_of_credits, spellings_of
from training.columnar.memory import give_back
from training.columnar.ragged import Ragged
from training.partitioned.counting import write_counts
from training.partitioned.order import Order
from training.partitioned.parts import Part
from training.partitioned.retold import stored_titles
from training.partitioned.work import Arrays, WorkFolder

_INDEX = "people"
_TOKENS, _RANKS, _TOLD = "credited.tokens", "credited.ranks", "credited.told"


def merge_people(parts: Sequence[Part], order: Order, work: WorkFolder) -> None:
    """Write who is who in the credits of all parts, and of each part which person each of its names is.

    Where some credits tell more than a name, all distinct names are held as objects.

    Parameters
    ----------
    parts : sequence of Part
        All parts, each of them counted.
    order : Order
        The order of their titles.
    work : WorkFolder
        Where to read and write.
    """
    # 1. every name once, with its uses by titles of the catalogue
    names = [work.alone(part).read_texts("credits.names") for part in parts]
    known = joint_vocabulary([arrow_strings(own) for own in names])
    give_back()  # numbering millions of names takes far more than they do
    uses = np.zeros(len(known.terms), np.int64)
    told: Counter[Spelling] = Counter()
    ranks, kept = np.split(known.ranks, np.cumsum([len(own) for own in names])[:-1]), order.kept()
    for part, places, mask in zip(parts, ranks, kept, strict=True):
        uses[places] += _uses(work.alone(part), mask, len(places))
        told.update(spellings_of(_whole(part, work, mask).values()))
    # 2. the persons
    credited = people_of_credits(known.terms, uses, told)
    give_back()
    arrays = credited.index.arrays()
    for name, array in arrays.items():
        work.whole.write(f"{_INDEX}.{name}", array)
    work.whole.write_json(_INDEX, sorted(arrays))
    work.whole.write_texts(_TOKENS, string_table(credited.tokens.terms))
    # 3. what each part needs of it
    for part, places, mask in zip(parts, ranks, kept, strict=True):
        into, titles = work.among_all(part), _whole(part, work, mask)
        into.write(_RANKS, credited.tokens.ranks[places])
        into.write_json(_TOLD, {name: _told(name, titles, credited.index) for name in CREDITED})


def read_people(whole: Arrays) -> PeopleIndex:
    """Return who is who.

    Parameters
    ----------
    whole : Arrays
        The folder of all parts together.

    Returns
    -------
    PeopleIndex
        Mapped from its files.
    """
    return PeopleIndex.from_arrays({name: whole.read(f"{_INDEX}.{name}") for name in whole.read_json(_INDEX)})


def count_people(part: Part, work: WorkFolder, blocks: tuple[BlockSpec, ...]) -> None:
    """Write the counted tokens of a part's blocks of people.

    Parameters
    ----------
    part : Part
        The part.
    work : WorkFolder
        Where to read and write.
    blocks : tuple of BlockSpec
        Feature blocks.
    """
    written, into = work.alone(part), work.among_all(part)
    tokens = Vocabulary(into.read(_RANKS), arrow_strings(work.whole.read_texts(_TOKENS)))
    credits = Ragged(written.read("credits.indptr"), written.read("credits.people"))
    roles = written.read("credits.roles")
    stored = into.read_json(_TOLD)
    for name in [spec.name for spec in blocks if spec.name in CREDITED]:
        told: Told = dict(stored[name])
        write_counts(into, name, tokens_once(credits.only(CREDITED[name][roles]), tokens, told))


def _uses(written: Arrays, kept: NDArray[np.bool_], n_names: int) -> NDArray[np.int64]:
    credits = Ragged(written.read("credits.indptr"), written.read("credits.people"))
    return np.bincount(credits.without_rows(~kept).codes, minlength=n_names)


def _whole(part: Part, work: WorkFolder, kept: NDArray[np.bool_]) -> Mapping[int, Title]:
    """The titles of a part that are held as objects."""
    rows: NDArray[np.int64] = work.alone(part).read("whole")
    return stored_titles(part, work, rows[kept[rows]]) if len(rows) else {}


def _told(
    name: str, titles: Mapping[int, Title], people: PeopleIndex
) -> list[tuple[int, list[tuple[str, float]]]]:
    return [(row, list(EXTRACTORS[name](title, people))) for row, title in sorted(titles.items())]
