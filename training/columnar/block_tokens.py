"""The counted tokens of each feature block of a catalogue in columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pyarrow as pa

from recsys.features.space import CountedTokens
from recsys.features.tokens import _CREATORS as CREATORS
from recsys.features.tokens import EXTRACTORS
from recsys.kinds import Form, Medium, Role, SourceKind
from recsys.names import StringTable
from training.columnar.arrow_text import arrow_strings
from training.columnar.catalogue_columns import CatalogueColumns
from training.columnar.coded_column import CodedColumn, V
from training.columnar.counted_blocks import Told, Vocabulary, tokens_once, vocabulary
from training.columnar.credited_people import CreditedPeople
from training.columnar.folding import folded
from training.columnar.ragged import Ragged, side_by_side
from training.columnar.tone_blocks import inferred_tone_tokens, tone_tokens
from training.columnar.whole_titles import whole_titles
from training.columnar.word_blocks import word_tokens

_ROLES = tuple(Role)
CREDITED = {
    "cast": np.array([role.is_cast for role in _ROLES]),
    "creators": np.array([role in CREATORS for role in _ROLES]),
}
"""Blocks of people, and which roles count in them, by position in ``tuple(Role)``."""
_KINDS = (*Form, *Medium)


class BlockTokens:
    """Counts the tokens of each block of a catalogue.

    Parameters
    ----------
    columns : CatalogueColumns
        The catalogue.
    people : callable
        Gives who is who; called where a block asks for people, or a title is held as an object.
    """

    def __init__(self, columns: CatalogueColumns, people: Callable[[], CreditedPeople]) -> None:
        self._columns = columns
        self._people = people
        self._whole = whole_titles(columns)

    def of(self, name: str) -> CountedTokens:
        """Return the counted tokens of a block.

        Parameters
        ----------
        name : str
            Name of the block.

        Returns
        -------
        CountedTokens
            As the extractor of that name finds them in the same titles.
        """
        columns, told = self._columns, self._told(name)
        match name:
            case "genres" | "countries" | "languages":
                column: CodedColumn[StringTable] = getattr(columns, name)
                return tokens_once(_lists(column), vocabulary(arrow_strings(column.values)), told)
            case "studios":
                return tokens_once(_lists(columns.studios), _studios(columns), told)
            case "source":
                kinds = [source.kind for source in columns.sources.values]
                tokens = _tokens("" if kind is SourceKind.OTHER else kind for kind in kinds)
                return tokens_once(_lists(columns.sources), tokens, told)
            case "form":
                return tokens_once(_forms(columns), _tokens(_KINDS), told)
            case "cast" | "creators":
                credits = self._columns.credits
                credited = Ragged(credits.indptr, credits.people).only(CREDITED[name][credits.roles])
                return tokens_once(credited, self._people().tokens, told)
            case "synopsis":
                return word_tokens(columns.synopses, told, is_counted=True)
            case "title":
                return word_tokens(columns.titles, told, is_counted=False)
            case "tones":
                return tone_tokens(columns, told)
            case "inferred_tones":
                return inferred_tone_tokens(columns, told)
            case _:  # places, period, what is expected: no column says anything of them
                empty = Ragged(np.zeros(len(columns) + 1, np.int64), np.empty(0, np.int32))
                return tokens_once(empty, _tokens(()), told)

    def _told(self, name: str) -> Told:
        extract = EXTRACTORS[name]
        if not self._whole:
            return {}
        people = self._people().index
        return {row: list(extract(title, people)) for row, title in self._whole.items()}


def _studios(columns: CatalogueColumns) -> Vocabulary:
    return vocabulary(folded(arrow_strings(columns.studios.values)))


def _tokens(texts: Iterable[str]) -> Vocabulary:
    return vocabulary(pa.array(map(str, texts), pa.large_string()))


def _lists(column: CodedColumn[V]) -> Ragged:
    return Ragged(column.indptr, column.codes)


def _forms(columns: CatalogueColumns) -> Ragged:
    parts = []
    for codes, start in ((columns.forms, 0), (columns.media, len(Form))):
        rows = np.flatnonzero(codes >= 0)
        parts.append(Ragged.of_pairs(rows, codes[rows].astype(np.int32) + np.int32(start), len(columns)))
    return side_by_side(parts)[0]
