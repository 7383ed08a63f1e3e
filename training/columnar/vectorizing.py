"""From columns to the matrix: what the TitleVectorizer makes of the same titles, bit for bit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse

from recsys.features import DEFAULT_BLOCKS, BlockSpec, FeatureSpace
from recsys.features.fitting import fit_counts
from recsys.features.space import CountedTokens
from recsys.features.tokens import _CREATORS as CREATORS
from recsys.features.tokens import EXTRACTORS
from recsys.kinds import Form, Medium, Role, SourceKind
from recsys.names import PeopleIndex, StringTable
from training.columnar.arrow_text import arrow_strings
from training.columnar.catalogue_columns import CatalogueColumns
from training.columnar.chosen_loops import compile_for, weighing_loops
from training.columnar.coded_column import CodedColumn, V
from training.columnar.counted_blocks import Told, Vocabulary, tokens_once, vocabulary
from training.columnar.credited_people import CreditedPeople, credited_people
from training.columnar.folding import folded
from training.columnar.memory import give_back
from training.columnar.ragged import Ragged, side_by_side
from training.columnar.tone_blocks import inferred_tone_tokens, tone_tokens
from training.columnar.weighted_blocks import weigh_counts
from training.columnar.whole_titles import whole_titles
from training.columnar.word_blocks import word_tokens

_N_THREADS = 2
_LONGEST = ("synopsis", "tones", "title")
"""Blocks that take longest are begun first."""
_ROLES = tuple(Role)
_IS_CAST = np.array([role.is_cast for role in _ROLES])
_IS_CREATOR = np.array([role in CREATORS for role in _ROLES])
_KINDS = (*Form, *Medium)
S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Vectorized:
    """What vectorising a catalogue gives.

    Parameters
    ----------
    matrix : scipy.sparse.csr_matrix of float32, shape (n_titles, n_features)
        Unweighted blocks.
    space : FeatureSpace
        The fitted blocks.
    credited : CreditedPeople
        Who is who.
    """

    matrix: sparse.csr_matrix
    space: FeatureSpace
    credited: CreditedPeople

    @property
    def people(self) -> PeopleIndex:
        """Index of who is who, made when it is asked for first."""
        return self.credited.index


def vectorize(columns: CatalogueColumns, blocks: tuple[BlockSpec, ...] = DEFAULT_BLOCKS) -> Vectorized:
    """Return the matrix of a catalogue in columns, with all that was fitted.

    Parameters
    ----------
    columns : CatalogueColumns
        The catalogue.
    blocks : tuple of BlockSpec
        Feature blocks.

    Returns
    -------
    Vectorized
        Equal to what :class:`recsys.features.vectorizer.TitleVectorizer` gives for the same titles.
    """
    compile_for(len(columns))
    # Nearly all of it is done outside of Python, so that two threads need half of the time.
    with ThreadPoolExecutor(_N_THREADS) as pool:
        people = pool.submit(_tidily, credited_people, columns)
        counts = _Blocks(columns, people)
        names = sorted((spec.name for spec in blocks), key=lambda name: name not in _LONGEST)
        waiting = {name: pool.submit(_tidily, counts.of, name) for name in names}
        counted = (waiting.pop(spec.name).result() for spec in blocks)
        compiled = weighing_loops()
        matrix, space = (
            fit_counts(blocks, counted) if compiled is None else weigh_counts(blocks, counted, compiled)
        )
    return Vectorized(matrix, space, people.result())


def _tidily(work: Callable[[S], T], of: S) -> T:
    """What comes of some work; the memory that it took in between is given back."""
    done = work(of)
    give_back()
    return done


class _Blocks:
    """Counts the tokens of each block of a catalogue."""

    def __init__(self, columns: CatalogueColumns, people: Future[CreditedPeople]) -> None:
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
            case "cast":
                return tokens_once(self._credited(_IS_CAST), self._people.result().tokens, told)
            case "creators":
                return tokens_once(self._credited(_IS_CREATOR), self._people.result().tokens, told)
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
        people = self._people.result().index
        return {row: list(extract(title, people)) for row, title in self._whole.items()}

    def _credited(self, roles: NDArray[np.bool_]) -> Ragged:
        credits = self._columns.credits
        return Ragged(credits.indptr, credits.people).only(roles[credits.roles])


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
