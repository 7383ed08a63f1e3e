"""What the files of viewers make of a question: seen and liked, to be seen together, to choose from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recsys.cli.history import told
from recsys.cli.terminal import say
from recsys.errors import QueryError
from recsys.model import Model
from recsys.query import FEWEST_TOGETHER, MOST_SEEDS_TOGETHER, MOST_TOGETHER, Blend

if TYPE_CHECKING:
    from recsys.history import Viewer

_LISTED = 5
_LONGEST_NAME = 100
_ALONE = ("like", "dislike", "together")


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewerFiles:
    """Files that go with a question.

    Parameters
    ----------
    history : sequence of Path
        What the one who asks has seen.
    together : sequence of Path
        What each of several viewers has seen, a file or folder each.
    within : sequence of Path
        Titles to choose from.
    without_series : bool
        Whether the story worlds of what was seen stay away, too.
    report : Path or None
        For what became of each record, as JSON lines.
    rest : str
        How to see what is not listed.
    """

    history: Sequence[Path] = ()
    together: Sequence[Path] = ()
    within: Sequence[Path] = ()
    without_series: bool = False
    report: Path | None = None
    rest: str = "--json lists more"

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.history or self.together or self.within)

    def check(self, document: Any) -> None:
        """Refuse what cannot be asked together with these files.

        Parameters
        ----------
        document : object
            What else is asked.

        Raises
        ------
        QueryError
            If the document is no object, several viewers would have likes beside their own, or an
            option has no file that it could be about.
        """
        if not isinstance(document, dict):
            msg = '--query is no JSON object: expected a question such as {"k": 5}'
            raise QueryError(msg)
        if self.without_series and not (self.history or self.together):
            msg = "--without-their-series is about what was seen: give --history or --together, too"
            raise QueryError(msg)
        if self.report is not None and not self:
            msg = "--history-report has nothing to report: give --history, --together or --within, too"
            raise QueryError(msg)
        if not self.together:
            return
        besides = [f"{name!r} of the question" for name in _ALONE if document.get(name)]
        besides += ["--history"] if self.history else []
        if besides:
            msg = f"--together takes likes and dislikes from the file of each viewer: leave out {besides[0]}"
            raise QueryError(msg)
        if not FEWEST_TOGETHER <= len(self.together) <= MOST_TOGETHER:
            msg = (
                f"--together is given {_times(len(self.together))}: expected {FEWEST_TOGETHER} to "
                f"{MOST_TOGETHER} viewers, one file each"
            )
            raise QueryError(msg)


def with_viewers(
    model: Model, document: dict[str, Any], files: ViewerFiles
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the JSON of a question as its viewers ask it, and tell what was found of their files.

    Parameters
    ----------
    model : Model
        The model that will be asked.
    document : dict
        What else is asked.
    files : ViewerFiles
        Checked against the document.

    Returns
    -------
    tuple of dict and dict
        The question; reports of :meth:`recsys.history.Viewer.report` by what the files are for.

    Raises
    ------
    QueryError
        If one of several viewers likes nothing that is known, or there is nothing to choose from.
    BadData
        If a file cannot be read.
    """
    reports: dict[str, Any] = {}
    found: list[Viewer] = []
    if files.history:
        viewer = _read(model, files.history)
        document = viewer.profile.added_to(document, model, without_series=files.without_series)
        reports["history"] = _tell(viewer, model, "History", _seen(viewer), files)
        found.append(viewer)
    if files.together:
        viewers = [_read(model, [path]) for path in files.together]
        names = names_of(files.together)
        reports["together"] = [
            {"name": name, **_tell(viewer, model, name, _seen(viewer), files)}
            for name, viewer in zip(names, viewers, strict=True)
        ]
        document = _together(document, names, viewers, without_series=files.without_series)
        found += viewers
    if files.within:
        choice = _read(model, files.within)
        ids = _ids(model, choice)
        reports["within"] = _tell(choice, model, "Within", f"{len(ids)} to choose from", files)
        document = _within(document, ids)
        found.append(choice)
    if files.report is not None:
        lines = (json.dumps(line, ensure_ascii=False) + "\n" for one in found for line in one.lines(model))
        files.report.write_text("".join(lines), encoding="utf-8")
    return document, reports


def names_of(paths: Sequence[Path]) -> list[str]:
    """Return what to call the viewers of several files.

    Parameters
    ----------
    paths : sequence of Path
        A file or folder each.

    Returns
    -------
    list of str
        The name of each file without its ending; with that of its folder where two are called so.
    """
    places = [path.resolve() for path in paths]  # a folder may be given as "."
    stems = Counter(place.stem for place in places)
    names = [one.stem if stems[one.stem] == 1 else f"{one.parent.name}/{one.stem}" for one in places]
    return [name[-_LONGEST_NAME:] for name in names]


def _read(model: Model, paths: Sequence[Path]) -> Viewer:
    from recsys.history import read_history, viewer_of

    return viewer_of(model, read_history(paths))


def _tell(viewer: Viewer, model: Model, name: str, use: str, files: ViewerFiles) -> dict[str, Any]:
    rest = f"all stand in {files.report}" if files.report else files.rest
    for line in told(viewer.report(model, most=_LISTED), name=name, use=use, rest=rest):
        say(line)
    return viewer.report(model)


def _seen(viewer: Viewer) -> str:
    profile = viewer.profile
    return f"{len(profile.seen)} seen and left out; {profile.n_liked} liked, {profile.n_disliked} disliked"


def _together(
    document: dict[str, Any], names: Sequence[str], viewers: Sequence[Viewer], *, without_series: bool
) -> dict[str, Any]:
    """The question of several viewers, each of whom likes what is near to any of the likes."""
    tastes = []
    for name, viewer in zip(names, viewers, strict=True):
        profile = viewer.profile.strongest(MOST_SEEDS_TOGETHER // len(viewers))
        if not profile.like:
            msg = f"--together {name[:80]!r}: nothing that this viewer liked is known to this catalogue"
            raise QueryError(msg)
        tastes.append(
            {
                "name": name,
                "like": [{"id": seed.name, "weight": seed.weight} for seed in profile.like],
                "dislike": [{"id": seed.name} for seed in profile.dislike],
                "blend": document.get("blend", Blend.NEAREST.value),
            }
        )
    seen = (id for viewer in viewers for id in viewer.profile.seen)
    return {
        **document,
        "together": tastes,
        "exclude": [*dict.fromkeys((*document.get("exclude", ()), *seen))],
        "exclude_series": without_series or bool(document.get("exclude_series")),
    }


def _ids(model: Model, viewer: Viewer) -> list[str]:
    """All titles of a file, whatever it says of them."""
    rows = dict.fromkeys(match.row for match in viewer.matches if match.row is not None)
    return [model.names.ids.table[row] for row in rows]


def _within(document: dict[str, Any], ids: Sequence[str]) -> dict[str, Any]:
    if not ids:
        msg = "--within: no title of these files is known to this catalogue, so that nothing is left"
        raise QueryError(msg)
    filters = document.get("filters", {})
    if not isinstance(filters, dict) or not isinstance(filters.get("within", []), list):
        return document  # whoever reads it says what is wrong
    return {**document, "filters": {**filters, "within": [*filters.get("within", ()), *ids]}}


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
