"""Added titles and the next training: which of them count beside the catalogue, and how none gets lost.

Since a title was added, the catalogue may have been mended. So three rows are compared: the one that the
addition replaced, the added one, and the one that the catalogue has now.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from recsys.additions.added_file import ENDING, AddedFile, Addition, row_sha256
from recsys.additions.derivation import derived
from recsys.additions.publishing import holding, latest
from recsys.catalogue import Catalogue
from recsys.catalogue.row_writing import row_text
from recsys.model import Model
from recsys.publication import only_publisher, point_to, put_version
from recsys.stored_version import MANIFEST, POINTER
from recsys.title import Title

_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Folding:
    """What becomes of added titles in a training.

    Parameters
    ----------
    catalogue : Catalogue or None
        The catalogue with the titles that count; None where only a model of it is there.
    folded : tuple of Addition
        Those titles, beside what the catalogue itself says of them; the trained model holds them.
    carried : tuple of Addition
        Titles that count and that the trained model does not hold yet.
    seen : frozenset of str
        Rows of all lines that were read.
    notices : tuple of str
        Titles that do not count, and why.
    """

    catalogue: Catalogue | None
    folded: tuple[Addition, ...] = ()
    carried: tuple[Addition, ...] = ()
    seen: frozenset[str] = frozenset()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Added:
    """The lines of the current model's trained version."""

    additions: tuple[Addition, ...] = ()
    n_held: int = 0
    notices: tuple[str, ...] = ()


def folded(catalogue: Catalogue, folder: Path | str) -> Folding:
    """Return a catalogue with the titles that were added to the model that it is to replace.

    A title counts if the catalogue lacks it, or has the row that it replaced. If the catalogue has exactly
    the added row there is nothing to do; if it has a third one, it was mended since, and counts.

    Parameters
    ----------
    catalogue : Catalogue
        What is to be trained.
    folder : Path or str
        ``artifacts/NAME``, where the model will be published; need not exist.

    Returns
    -------
    Folding
        For :func:`publish_trained`, when the training is done.

    Raises
    ------
    ArtifactDamaged
        If a line of the file of added titles is damaged.
    """
    added = _added_to(Path(folder))
    by_id = catalogue.by_id
    held = latest(added.additions[: added.n_held])
    # Relations of titles that were folded in before have completed rows of others, which additions replaced.
    before = _united(catalogue, held) if held else catalogue
    known = {
        id: {row_sha256(row_text(rows[id])) for rows in (by_id, before.by_id)} if id in by_id else set()
        for id in {one.title.id for one in added.additions}
    }
    counting, notices = _counting(added.additions, by_id.get, known)
    own = tuple(Addition(one.title, _own_sum(by_id.get(one.title.id))) for one in counting)
    return Folding(
        catalogue=_united(catalogue, [one.title for one in own]) if own else catalogue,
        folded=own,
        seen=_rows(added.additions),
        notices=(*added.notices, *notices),
    )


def carried(model: Model, folder: Path | str) -> Folding:
    """Return the same for a catalogue of which only the trained model is there.

    Parameters
    ----------
    model : Model
        Trained without added titles, not yet published.
    folder : Path or str
        As :func:`folded`.

    Returns
    -------
    Folding
        The titles that count are added to the model once it is published.

    Raises
    ------
    ArtifactDamaged
        As :func:`folded`.
    """
    added = _added_to(Path(folder))
    rows = {one.title.id: model.names.row_of_id(one.title.id) for one in added.additions}
    titles = {id: model.title(row) for id, row in rows.items() if row is not None}
    known = {id: {row_sha256(row_text(titles[id]))} if id in titles else set() for id in rows}
    counting, notices = _counting(added.additions, titles.get, known)
    own = tuple(Addition(one.title, _own_sum(titles.get(one.title.id))) for one in counting)
    return Folding(None, carried=own, seen=_rows(added.additions), notices=(*added.notices, *notices))


def publish_trained(model: Model, folder: Path | str, folding: Folding) -> Model:
    """Return a trained model, published with all titles that were added before and during its training.

    Parameters
    ----------
    model : Model
        Trained on ``folding.catalogue``.
    folder : Path or str
        ``artifacts/NAME``; made if absent.
    folding : Folding
        What was read before the training.

    Returns
    -------
    Model
        The current model. No reader sees one without a title that somebody was told is there.

    Raises
    ------
    ArtifactDamaged
        If the model's arrays cannot be those of a model, or a line of the file of added titles is damaged.
    """
    folder = Path(folder)
    with only_publisher(folder):
        came = [one for one in _added_to(folder).additions if row_text(one.title) not in folding.seen]
        lines = tuple(one.line for one in folding.folded)
        own = holding(model, "", AddedFile(folder, lines))
        put = put_version(own, folder)
        version, further = put.model.info.version, [*folding.carried, *came]
        file = AddedFile.written(folder, version, [*lines, *(one.line for one in further)])
        if further:
            put = put_version(holding(derived(own, latest(further)), version, file), folder)
        return point_to(folder, put)


def _added_to(folder: Path) -> _Added:
    """The added titles of the current model, of whatever format it is."""
    try:
        current = (folder / POINTER).read_text(encoding="ascii", errors="replace").split()[0]
        described = _described(folder / current)
    except (OSError, IndexError, ValueError, KeyError, TypeError, RecursionError):
        lost = sorted(path.name for path in folder.glob(f"*{ENDING}"))
        told = f"the current model of {folder} cannot be read: titles that were added to it stay in "
        return _Added(notices=(f"{told}{', '.join(lost)} and in no model",) if lost else ())
    base = str(described.get("base") or current)
    file = AddedFile.of(folder, base)
    try:
        n_held = int(_described(folder / base).get("added_lines", 0))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        n_held = 0  # somebody has deleted the version; its file is what counts
    n_lines = int(described.get("added_lines", 0))
    notice = f"{file.path} has {len(file.lines)} lines, and version {current} was made with {n_lines}"
    return _Added(tuple(file.additions()), n_held, (notice,) if len(file.lines) < n_lines else ())


def _described(version: Path) -> dict[str, Any]:
    return dict(json.loads((version / MANIFEST).read_bytes())["model"])


def _counting(
    additions: Sequence[Addition], row_of: Callable[[str], Title | None], known: Mapping[str, set[str]]
) -> tuple[list[Addition], list[str]]:
    """The last additions of all ids that count, and what is to be said of the others."""
    found: list[Addition] = []
    notices: list[str] = []
    for one in {addition.title.id: addition for addition in additions}.values():
        row = row_of(one.title.id)
        if row is None or (not _says(row, one.title) and one.replaced in known[one.title.id]):
            found.append(one)
        elif not _says(row, one.title):
            notices.append(
                f"{one.title.label[:_SHOWN]} [{one.title.id[:_SHOWN]}] was added to the last model, and the "
                "catalogue has been changed since: the catalogue counts"
            )
    return found, notices


def _says(row: Title, title: Title) -> bool:
    """Whether a catalogue says all that an added title says; others may have completed its relations."""
    same = row_text(replace(title, relations=row.relations)) == row_text(row)
    return same and set(title.relations) <= set(row.relations)


def _united(catalogue: Catalogue, titles: Iterable[Title]) -> Catalogue:
    joining = {title.id: title for title in titles}
    # What a replaced title had told of another one, that one does not go on telling by itself.
    told: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for one in catalogue.added_relations:
        if one.other in joining:
            told[one.id].add((one.kind, one.other))
    kept = (_without(title, told[title.id]) if title.id in told else title for title in catalogue)
    return Catalogue((*(title for title in kept if title.id not in joining), *joining.values()))


def _without(title: Title, told: set[tuple[str, str]]) -> Title:
    return replace(title, relations=tuple(r for r in title.relations if (r.kind, r.id) not in told))


def _own_sum(title: Title | None) -> str | None:
    return None if title is None else row_sha256(row_text(title))


def _rows(additions: Iterable[Addition]) -> frozenset[str]:
    return frozenset(row_text(one.title) for one in additions)
