"""A trained model: immutable, complete, and made of arrays that can lie on disk."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recsys.array_rooms import InMemory, Room
from recsys.arrays import NamedArrays, SparseVector, prefixed, under
from recsys.catalogue.stored_row import sketch_of_stored_row, title_of_stored_row
from recsys.errors import ArtifactDamaged, Choice, NotFound
from recsys.features import BlockSpec, FeatureSpace, FittedBlock
from recsys.features.coded_values import CodedValues
from recsys.features.space import Terms
from recsys.features.tokens import PEOPLE_BLOCKS
from recsys.index import ExactIndex, Facets, Index, InvertedIndex
from recsys.index.inverting import inverted_index
from recsys.index.packed_rows import PackedRows
from recsys.names import ChosenStrings, ExternalIds, PeopleIndex, StringTable, TitleNames, nearest
from recsys.neighbours import NEIGHBOURS, StoredNeighbours
from recsys.overview import Overview
from recsys.ranking import LEARNED, RelationGraph, SecondStage
from recsys.title import Title

RECENT = 2000
"""So many decoded titles are kept, some ten kilobytes each."""

SINCE = ("trained", "changed", "new")
"""What a title is to the training of its model: part of it as it is, with other facts, or unknown to it."""

_NEAREST = 3


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What a model says of itself; its manifest on disk says the same.

    Parameters
    ----------
    fingerprint : str
        sha256 of the catalogue's canonical rows.
    n_titles : int
        Number of titles.
    weights : mapping of str to float
        Default weight of each block and of ``year``, calibrated on the catalogue.
    on_request : mapping of str to float
        Weights of blocks that are off until a question names something in them.
    nearest : mapping of str to float
        What was measured for the weights: mean similarity of the nearest titles, by block.
    blocks : tuple of dict
        Declaration and constants of each block, as JSON types.
    made_from : str
        Digest of what it was trained from, where the trainer wants to know it again.
    version : str
        Name of the published version; empty for a model that was not published.
    learned : mapping of str to Any
        What it learned from people, and what that gave, as JSON types; empty if nothing.
    base : str
        The trained version to which titles were added since; empty for a model that was trained itself.
    added_lines, added_bytes : int
        How much of the base's file of added titles it holds: so many lines from its beginning.
    added_sha256 : str
        sha256 of those lines; empty where there are none.
    """

    fingerprint: str
    n_titles: int
    weights: Mapping[str, float]
    on_request: Mapping[str, float]
    nearest: Mapping[str, float]
    blocks: tuple[Mapping[str, Any], ...]
    made_from: str = ""
    version: str = ""
    learned: Mapping[str, Any] = field(default_factory=dict)
    base: str = ""
    added_lines: int = 0
    added_bytes: int = 0
    added_sha256: str = ""

    @classmethod
    def from_json(cls, document: Mapping[str, Any], *, version: str) -> ModelInfo:
        """Return what a manifest says.

        Parameters
        ----------
        document : mapping
            One entry a field.
        version : str
            The published version.

        Returns
        -------
        ModelInfo
            The same.
        """
        return cls(**{**document, "blocks": tuple(document["blocks"]), "version": version})


@dataclass(frozen=True)
class Model:
    """Everything that is needed to answer questions about one catalogue.

    Parameters
    ----------
    info : ModelInfo
        What it says of itself.
    space : FeatureSpace
        Vocabulary, idf and norms.
    rows : PackedRows
        Titles × features, float32, unweighted blocks.
    facets : Facets
        Facts for filters.
    names : TitleNames
        Every name of every title.
    external_ids : ExternalIds
        Ids of the titles at other sites.
    people : PeopleIndex
        Who is who.
    relations : RelationGraph
        Sequels, spin-offs, other versions.
    documents : StringTable
        Each title as one line of canonical JSON.
    overview : Overview
        Where each title lies on a map, and which titles stand for all.
    hubs : ndarray of float32, shape (n_titles,)
        Factor of each title's score: below 1 where it is near to many, above 1 where to few.
    learned : SecondStage or None
        What is welcome to those who like something, where it was learned.
    neighbours : StoredNeighbours or None
        The nearest titles of every title, where they were stored.
    stored_index : InvertedIndex or None
        The same matrix by feature, coarsely; None makes it from the rows when it is needed.
    is_verified : bool
        Whether every number was checked; compiled loops run over no others.
    added : ndarray of int8, shape (n_titles,), or None
        Position in :data:`SINCE` of each title: whether the features were fitted with it. None where
        all titles are those of the training.
    foreign_index : Index or None
        What searches instead of the model's own index: :func:`recsys.engines.with_engine`.
    """

    info: ModelInfo
    space: FeatureSpace
    rows: PackedRows
    facets: Facets
    names: TitleNames
    external_ids: ExternalIds
    people: PeopleIndex
    relations: RelationGraph
    documents: StringTable
    overview: Overview
    hubs: NDArray[np.float32]
    learned: SecondStage | None = None
    neighbours: StoredNeighbours | None = None
    stored_index: InvertedIndex | None = None
    is_verified: bool = True
    added: NDArray[np.int8] | None = None
    foreign_index: Index | None = None

    @property
    def index(self) -> Index:
        """Exact search over all titles."""
        return self.own_index if self.foreign_index is None else self.foreign_index

    @cached_property
    def own_index(self) -> ExactIndex:
        """The one that needs nothing but the model."""
        facets = self.facets
        return ExactIndex(
            rows=self.rows,
            inverted=self.inverted,
            year=facets.year,
            escapism=facets.escapism,
            fame=facets.fame,
            hubs=self.hubs,
            is_checked=self.is_verified,
        )

    @cached_property
    def inverted(self) -> InvertedIndex:
        """The matrix by feature."""
        if self.stored_index is not None:
            return self.stored_index
        return self.indexed(InMemory())

    def __len__(self) -> int:
        """Return the number of titles."""
        return self.info.n_titles

    def __repr__(self) -> str:
        """Return a line with the counts."""
        return (
            f"Model({len(self)} titles, {self.space.n_features} features, version {self.info.version or '-'})"
        )

    def indexed(self, room: Room) -> InvertedIndex:
        """Return the matrix by feature, made anew.

        Parameters
        ----------
        room : Room
            Where its large arrays are made.

        Returns
        -------
        InvertedIndex
            Equal matrices give equal bytes.
        """
        facets = self.facets
        return inverted_index(
            self.rows,
            self.space.n_features,
            year=facets.year,
            hubs=self.hubs,
            dials=(facets.escapism, facets.fame),
            room=room,
        )

    def trusted(self) -> Model:
        """Return the model as one of which somebody has checked every number.

        Returns
        -------
        Model
            The same arrays; compiled loops may run over them.
        """
        return replace(self, rows=replace(self.rows, is_checked=True), is_verified=True)

    def title(self, row: int) -> Title:
        """Return a title; it is decoded only now, and remembered for a while.

        Parameters
        ----------
        row : int
            Its row.

        Returns
        -------
        Title
            All its facts.
        """
        return self._decoded(row, self._recent, title_of_stored_row)

    def sketch(self, row: int) -> Title:
        """Return what a list shows of a title, in a fraction of the time; remembered for a while.

        Parameters
        ----------
        row : int
            Its row.

        Returns
        -------
        Title
            As :func:`recsys.catalogue.stored_row.sketch_of_stored_row` reads it: without people, for one.
        """
        return self._decoded(row, self._sketched, sketch_of_stored_row)

    def _decoded(self, row: int, known: dict[int, Title], read: Callable[[Any], Title]) -> Title:
        found = known.get(row)
        if found is None:
            try:
                found = read(json.loads(self.documents[row]))
            except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
                msg = f"row {row} of the model holds no title: train it again"
                raise ArtifactDamaged(msg) from error
            if len(known) >= RECENT:
                known.clear()
            known[row] = found
        return found

    @cached_property
    def _recent(self) -> dict[int, Title]:
        """Titles that were asked for; one answer asks for each several times."""
        return {}

    @cached_property
    def _sketched(self) -> dict[int, Title]:
        """The same of sketches."""
        return {}

    def choice(self, row: int) -> Choice:
        """Return a title as something to choose.

        Parameters
        ----------
        row : int
            Its row.

        Returns
        -------
        Choice
            Id and label.
        """
        title = self.title(row)
        return Choice(title.id, title.label)

    def row(self, id: str) -> int:
        """Return the row of a title.

        Parameters
        ----------
        id : str
            Its identifier.

        Returns
        -------
        int
            Its row.

        Raises
        ------
        NotFound
            If no title has this id; carries the titles with the nearest names.
        """
        row = self.names.row_of_id(id)
        if row is None:
            choices = [self.choice(other) for other in nearest(self.names, id, _NEAREST)]
            msg = f"no title has the id {id[:80]!r}; search for it by name"
            raise NotFound(msg, choices)
        return row

    def vector(self, row: int) -> SparseVector:
        """Return a title's features, without block weights.

        Parameters
        ----------
        row : int
            Its row.

        Returns
        -------
        SparseVector
            Columns and values.
        """
        return self.rows.row(row)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return every array by dotted name.

        Returns
        -------
        dict of str to ndarray
            All that an artifact stores, but for the manifest.
        """
        named = prefixed("rows", self.rows.arrays()) | prefixed("inverted", self.inverted.arrays())
        named |= prefixed("facets", self.facets.arrays()) | prefixed("names", self.names.arrays())
        named |= prefixed("people", self.people.arrays()) | prefixed("relations", self.relations.arrays())
        named |= prefixed("external_ids", self.external_ids.arrays())
        named |= prefixed("documents", self.documents.arrays())
        named |= prefixed("overview", self.overview.arrays())
        named["hubs"] = self.hubs
        if self.added is not None:
            named["added"] = self.added
        if self.learned is not None:
            named |= prefixed(LEARNED, self.learned.arrays())
        if self.neighbours is not None:
            named |= prefixed(NEIGHBOURS, self.neighbours.arrays())
        for block in self.space.blocks:
            named |= prefixed(f"blocks.{block.spec.name}.terms", self._stored_terms(block).arrays())
            named |= prefixed(f"blocks.{block.spec.name}.idf", block.idf.arrays())
        return named

    def _stored_terms(self, block: FittedBlock) -> Terms:
        """Tokens of a block as they are stored: those of people stand among the people already."""
        terms = block.terms
        if block.spec.name in PEOPLE_BLOCKS and isinstance(terms, StringTable):
            return ChosenStrings.of(self.people.keys, terms)
        return terms

    @classmethod
    def from_arrays(cls, info: ModelInfo, arrays: NamedArrays, *, is_verified: bool = True) -> Model:
        """Return the model that :meth:`arrays` described.

        Parameters
        ----------
        info : ModelInfo
            What the manifest says.
        arrays : mapping of str to ndarray
            Arrays by dotted name; may be memory-mapped.
        is_verified : bool
            Whether every number was checked.

        Returns
        -------
        Model
            The same model; nothing is copied.
        """
        people = PeopleIndex.from_arrays(under("people", arrays))
        space = _space(info, arrays, people)
        return cls(
            info=info,
            space=space,
            rows=PackedRows.from_arrays(under("rows", arrays), space.idf, is_checked=is_verified),
            facets=Facets.from_arrays(under("facets", arrays)),
            names=TitleNames.from_arrays(under("names", arrays)),
            external_ids=ExternalIds.from_arrays(under("external_ids", arrays)),
            people=people,
            relations=RelationGraph.from_arrays(under("relations", arrays)),
            documents=StringTable.from_arrays(under("documents", arrays)),
            overview=Overview.from_arrays(under("overview", arrays)),
            hubs=arrays["hubs"],
            added=arrays.get("added"),
            learned=SecondStage.from_arrays(own) if (own := under(LEARNED, arrays)) else None,
            stored_index=InvertedIndex.from_arrays(under("inverted", arrays)),
            is_verified=is_verified,
            neighbours=(
                StoredNeighbours.from_arrays(near, n_titles=info.n_titles)
                if (near := under(NEIGHBOURS, arrays))
                else None
            ),
        )


def describe(block: FittedBlock) -> dict[str, Any]:
    """Return a fitted block's declaration and constants as JSON types.

    Parameters
    ----------
    block : FittedBlock
        The block.

    Returns
    -------
    dict
        What a manifest stores of it, besides its arrays.
    """
    spec = {name: getattr(block.spec, name) for name in BlockSpec.__dataclass_fields__}
    return {**spec, "start": block.start, "mean_norm": block.mean_norm, "scale": block.scale}


def _space(info: ModelInfo, arrays: NamedArrays, people: PeopleIndex) -> FeatureSpace:
    return FeatureSpace(tuple(_block(dict(entry), arrays, people) for entry in info.blocks))


def _block(entry: dict[str, Any], arrays: NamedArrays, people: PeopleIndex) -> FittedBlock:
    start, mean_norm, scale = entry.pop("start"), entry.pop("mean_norm"), entry.pop("scale")
    spec = BlockSpec.from_json(entry)
    own = under(f"blocks.{spec.name}", arrays)
    terms = _terms(spec, under("terms", own), people)
    return FittedBlock(spec, start, terms, CodedValues.from_arrays(under("idf", own)), mean_norm, scale)


def _terms(spec: BlockSpec, arrays: NamedArrays, people: PeopleIndex) -> Terms:
    if spec.name in PEOPLE_BLOCKS:
        return ChosenStrings.from_arrays(people.keys, arrays)
    return StringTable.from_arrays(arrays)
