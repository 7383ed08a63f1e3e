"""All names of all titles as arrays: exact lookup, beginnings, pieces, and what tells twins apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.errors import ArtifactDamaged
from recsys.names.fold import join_words, title_key, title_words
from recsys.names.grams import GramIndex
from recsys.names.hash_index import HashIndex
from recsys.names.strings import StringTable
from recsys.title import AliasKind, Form, Medium, Title

UNKNOWN_YEAR = -1
KINDS = ("title", "original title", "native title", "romanised", "translated title", "working title",
         "short name", "other name")  # fmt: skip
_ALIAS_KINDS = (AliasKind.NATIVE, AliasKind.ROMANISED, AliasKind.TRANSLATED, AliasKind.WORKING,
                AliasKind.SHORT, AliasKind.OTHER)  # fmt: skip
_LONGEST = np.iinfo(np.uint16).max


@dataclass(frozen=True, slots=True, repr=False)
class TitleNames:
    """Names of the titles of a catalogue; a row is the position of a title.

    Names stand in the order of their titles, the main one first, so the names of a row are
    neighbours. All arrays may be read-only memory maps.

    Parameters
    ----------
    ids : HashIndex
        Ids of the titles; its table is in row order.
    written : StringTable
        Every name as written.
    keys : HashIndex
        ``title_key`` of every name; its table is in the order of ``written``.
    key_order : ndarray of int32
        Positions of names, sorted by key.
    letters : ndarray of uint16
        Number of letters of each key.
    owner : ndarray of int32
        Row of each name, ascending.
    kind : ndarray of uint8
        Position in ``KINDS`` of each name.
    year : ndarray of int16
        Year of each row, -1 if unknown.
    form, medium : ndarray of uint8
        1 + position in ``Form`` and ``Medium`` of each row, 0 if unknown.
    family : ndarray of int32
        Smallest row of the titles that relations lead to from each row.
    grams : GramIndex
        Pieces of the names.

    Raises
    ------
    ArtifactDamaged
        If the arrays do not fit each other.
    """

    ids: HashIndex
    written: StringTable
    keys: HashIndex
    key_order: NDArray[np.int32]
    letters: NDArray[np.uint16]
    owner: NDArray[np.int32]
    kind: NDArray[np.uint8]
    year: NDArray[np.int16]
    form: NDArray[np.uint8]
    medium: NDArray[np.uint8]
    family: NDArray[np.int32]
    grams: GramIndex

    def __post_init__(self) -> None:
        """Refuse arrays that do not fit each other."""
        by_name = (self.keys.table, self.key_order, self.letters, self.owner, self.kind)
        by_row = (self.year, self.form, self.medium, self.family)
        n_names, n_rows = len(self.written), len(self)
        lengths = {len(column) for column in by_name} == {n_names} and {len(column) for column in by_row} == {
            n_rows
        }
        limits = (
            (self.key_order, n_names),
            (self.owner, n_rows),
            (self.family, n_rows),
            (self.kind, len(KINDS)),
        )
        inside = all(not len(rows) or 0 <= int(rows.min()) <= int(rows.max()) < end for rows, end in limits)
        if not (lengths and inside):
            msg = "the arrays of titles' names do not fit each other; train or fetch the model again"
            raise ArtifactDamaged(msg)

    @classmethod
    def build(cls, titles: Sequence[Title]) -> TitleNames:
        """Index of all names of the titles.

        Parameters
        ----------
        titles : sequence of Title
            The catalogue in the order of its rows.

        Returns
        -------
        TitleNames
            The index.
        """
        named = [tuple(names_of(title)) for title in titles]
        forms, media = (None, *Form), (None, *Medium)
        years = [UNKNOWN_YEAR if title.year is None else title.year for title in titles]
        return cls.of(
            ids=StringTable.from_strings(title.id for title in titles),
            names=[name for names in named for name, _ in names],
            kind=np.array([kind for names in named for _, kind in names], dtype=np.uint8),
            owner=np.repeat(np.arange(len(titles), dtype=np.int32), [len(names) for names in named]),
            year=np.array(years, dtype=np.int16),
            form=np.array([forms.index(title.form) for title in titles], dtype=np.uint8),
            medium=np.array([media.index(title.medium) for title in titles], dtype=np.uint8),
            family=families(titles),
        )

    @classmethod
    def of(
        cls,
        *,
        ids: StringTable,
        names: Sequence[str],
        kind: NDArray[np.uint8],
        owner: NDArray[np.int32],
        year: NDArray[np.int16],
        form: NDArray[np.uint8],
        medium: NDArray[np.uint8],
        family: NDArray[np.int32],
    ) -> TitleNames:
        """Index of names that stand in columns already; the parameters are those of the class.

        Parameters
        ----------
        ids : StringTable
            Id of each title, in the order of the rows.
        names : sequence of str
            Every name as written, those of a title side by side.
        kind, owner : ndarray of uint8, ndarray of int32
            Of each name.
        year, form, medium, family : ndarray
            Of each row.

        Returns
        -------
        TitleNames
            The index.
        """
        words = list(map(title_words, names))
        keys = list(map(join_words, words))
        return cls(
            ids=HashIndex.build(ids),
            written=StringTable.from_strings(names),
            keys=HashIndex.build(StringTable.from_strings(keys)),
            key_order=np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int32),
            letters=np.minimum(np.fromiter(map(len, keys), np.int64, len(keys)), _LONGEST).astype(np.uint16),
            owner=owner,
            kind=kind,
            year=year,
            form=form,
            medium=medium,
            family=family,
            grams=GramIndex.build(words, n_names=len(names)),
        )

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Arrays to be stored, by name."""
        parts = {
            "ids": self.ids.table.arrays() | self.ids.arrays(),
            "written": self.written.arrays(),
            "keys": self.keys.table.arrays() | self.keys.arrays(),
            "grams": self.grams.arrays(),
        }
        nested = {f"{part}.{name}": array for part, arrays in parts.items() for name, array in arrays.items()}
        return nested | {name: getattr(self, name) for name in _COLUMNS}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> TitleNames:
        """Index over arrays that :meth:`arrays` gave.

        Parameters
        ----------
        arrays : mapping of str to ndarray
            The arrays; nothing is copied.

        Returns
        -------
        TitleNames
            An index that answers as the one that was stored.

        Raises
        ------
        ArtifactDamaged
            If an array is missing or does not fit the others.
        """
        try:
            written = StringTable.from_arrays(_part(arrays, "written"))
            ids, keys = (_index(_part(arrays, name)) for name in ("ids", "keys"))
            grams = GramIndex.from_arrays(_part(arrays, "grams"), n_names=len(written))
            columns = {name: arrays[name] for name in _COLUMNS}
        except KeyError as missing:
            msg = f"the array {missing} of titles' names is missing; train or fetch the model again"
            raise ArtifactDamaged(msg) from missing
        return cls(ids=ids, written=written, keys=keys, grams=grams, **columns)

    def __len__(self) -> int:
        """Return the number of titles."""
        return len(self.ids.table)

    def __repr__(self) -> str:
        """Tell the numbers of titles and names."""
        return f"TitleNames({len(self)} titles, {len(self.written)} names)"

    def row_of_id(self, title_id: str) -> int | None:
        """Row of the title with an id.

        Parameters
        ----------
        title_id : str
            The id, letter by letter.

        Returns
        -------
        int or None
            None if no title has it.
        """
        rows = self.ids.find(title_id)
        return rows[0] if rows else None

    def first_of(self, row: int) -> int:
        """Position of the first name of a title.

        Parameters
        ----------
        row : int
            The title.

        Returns
        -------
        int
            Position among all names.
        """
        # A number of another type would have all owners copied as numbers of that type.
        return int(self.owner.searchsorted(self.owner.dtype.type(row)))

    def exact(self, text: str) -> list[int]:
        """Positions of the names that fold to the same key as a text.

        Parameters
        ----------
        text : str
            A name as typed.

        Returns
        -------
        list of int
            Positions of names, ascending; empty for blank text.
        """
        key = title_key(text)
        return self.keys.find(key) if key else []

    def are_related(self, row: int, other: int) -> bool:
        """Whether relations lead from one title to another, over any number of steps.

        Parameters
        ----------
        row, other : int
            Two rows.

        Returns
        -------
        bool
            True also for a row and itself.
        """
        return bool(self.family[row] == self.family[other])

    def kind_of(self, name: int) -> str:
        """Kind of a name, in words: what it is to its title.

        Parameters
        ----------
        name : int
            Position of a name.

        Returns
        -------
        str
            One of ``KINDS``.
        """
        return KINDS[int(self.kind[name])]


_COLUMNS = ("key_order", "letters", "owner", "kind", "year", "form", "medium", "family")


def names_of(title: Title) -> Iterator[tuple[str, int]]:
    """Yield each distinct name of a title with its kind; the first kind given stays.

    Parameters
    ----------
    title : Title
        Any title.

    Yields
    ------
    tuple of (str, int)
        Name, and position of its kind in ``KINDS``.
    """
    written = [(title.title, 0), (title.original_title or "", 1)]
    written += [(alias.name, 2 + _ALIAS_KINDS.index(alias.kind)) for alias in title.aliases]
    seen: set[str] = set()
    for name, kind in written:
        if name.strip() and name not in seen:
            seen.add(name)
            yield name, kind


def families(titles: Sequence[Title]) -> NDArray[np.int32]:
    """Smallest row that can be reached from each row over relations (union-find).

    Parameters
    ----------
    titles : sequence of Title
        Titles in row order; relations to others lead nowhere.

    Returns
    -------
    ndarray of int32, shape (n_titles,)
        The rows.
    """
    rows = {title.id: row for row, title in enumerate(titles)}
    parent = list(range(len(titles)))

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for row, title in enumerate(titles):
        for relation in title.relations:
            if (other := rows.get(relation.id)) is not None:
                first, second = sorted((root(row), root(other)))
                parent[second] = first
    return np.array([root(row) for row in range(len(titles))], dtype=np.int32)


def _part(arrays: Mapping[str, NDArray[Any]], part: str) -> dict[str, NDArray[Any]]:
    prefix = f"{part}."
    return {name[len(prefix) :]: array for name, array in arrays.items() if name.startswith(prefix)}


def _index(arrays: Mapping[str, NDArray[Any]]) -> HashIndex:
    return HashIndex.from_arrays(StringTable.from_arrays(arrays), arrays)
