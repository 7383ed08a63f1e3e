"""Added titles published: first the line on the disk, then a version that holds it, then the pointer.

The two steps take the publisher's lock one after the other. Whoever waits for the second time finds, as a
rule, that somebody else has published his line together with his own: many titles that come at once
make few versions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from recsys.additions.added_file import AddedFile, Addition, path_of, row_sha256
from recsys.additions.derivation import derived
from recsys.additions.joining import Joining, checked
from recsys.artifact import open_model
from recsys.catalogue.row_writing import row_text
from recsys.errors import ArtifactDamaged, ArtifactError, ArtifactMissing
from recsys.model import Model, ModelInfo
from recsys.publication import FOREVER, only_publisher, point_to, put_version, remove_version
from recsys.stored_version import MANIFEST, POINTER, VERSION_LETTERS, StoredVersion
from recsys.title import Title

_VERSION = re.compile(rf"[0-9a-f]{{{VERSION_LETTERS}}}")
KEPT = 2
"""So many derived versions are kept of those that a newer one of the same base has replaced."""


def add_titles(folder: Path | str, titles: Iterable[Title], *, seconds: float = FOREVER) -> Model:
    """Return the model that has titles added or changed, published and current.

    When this returns, the titles are on the disk twice: as lines of the file that the next training reads,
    and in the model.

    Parameters
    ----------
    folder : Path or str
        ``artifacts/NAME``, with a published model.
    titles : iterable of Title
        Titles, each id once.
    seconds : float
        How long to wait for another publisher, each of two times.

    Returns
    -------
    Model
        The current model, which holds them all; the one that was there if they change nothing.

    Raises
    ------
    BadData
        If a title has no id or no name, or two have the same id.
    ArtifactMissing, ArtifactFormat, ArtifactDamaged
        If there is no model to add to, or if the model or the file of added titles is damaged.
    ArtifactBusy
        If another publisher takes longer; the titles may be on the disk already, and come with the next ones.
    """
    folder, given = Path(folder), checked(titles)
    _current_info(folder)  # no folder is made where there is no model
    with only_publisher(folder, seconds=seconds):
        info = _current_info(folder)
        base, file = base_of(info), _added_file(folder, info)
        if news := _news(folder, base, file, given):
            file = file.appended(news)
        wanted = len(file.lines)
    with only_publisher(folder, seconds=seconds):
        info = _current_info(folder)
        if base_of(info) == base:
            return _published(folder, info) if info.added_lines < wanted else _current(folder)
    # A training was published between the two: what it has not carried over is added to it.
    return add_titles(folder, given, seconds=seconds)


def catch_up(folder: Path | str, *, seconds: float = FOREVER) -> Model | None:
    """Return the model of titles whose lines are on the disk and that no published model holds yet.

    Somebody who added titles died before they were published. Where nothing is left to do this takes the
    size of a file and one manifest.

    Parameters
    ----------
    folder : Path or str
        ``artifacts/NAME``, with a published model.
    seconds : float
        How long to wait for another publisher.

    Returns
    -------
    Model or None
        The current model from now on; None if there is nothing to publish.

    Raises
    ------
    ArtifactMissing, ArtifactFormat, ArtifactDamaged, ArtifactBusy
        As :func:`add_titles`.
    """
    folder = Path(folder)
    if not _is_behind(folder, _current_info(folder)):
        return None
    with only_publisher(folder, seconds=seconds):
        info = _current_info(folder)
        return _published(folder, info) if _is_behind(folder, info) else None


def base_of(info: ModelInfo) -> str:
    """Return the trained version that a published model stands on.

    Parameters
    ----------
    info : ModelInfo
        What its manifest says.

    Returns
    -------
    str
        Its own version if it was trained itself.
    """
    return info.base or info.version


def holding(model: Model, base: str, file: AddedFile) -> Model:
    """Return a model that says of itself which added titles it holds.

    Parameters
    ----------
    model : Model
        The model, with all of them.
    base : str
        The trained version to which they were added; empty for a model that was trained with them.
    file : AddedFile
        Their file.

    Returns
    -------
    Model
        Not yet published.
    """
    n_lines = len(file.lines)
    info = replace(
        model.info,
        base=base,
        added_lines=n_lines,
        added_bytes=file.n_bytes,
        added_sha256=file.sha256(n_lines),
    )
    return replace(model, info=info)


def latest(additions: Sequence[Addition]) -> list[Title]:
    """Return the titles of lines; of several lines of one id the last one counts.

    Parameters
    ----------
    additions : sequence of Addition
        In the order of the lines.

    Returns
    -------
    list of Title
        Each id once.
    """
    return list({one.title.id: one.title for one in additions}.values())


def _current_info(folder: Path) -> ModelInfo:
    if not (folder / POINTER).is_file() and (folder / MANIFEST).is_file():
        msg = f"{folder} is one version of a model: name the folder that holds it, such as artifacts/NAME"
        raise ArtifactMissing(msg)
    version = StoredVersion.current(folder)
    try:
        info = ModelInfo.from_json(version.manifest["model"], version=version.name)
        is_sound = _VERSION.fullmatch(base_of(info)) and info.added_lines >= 0
    except (KeyError, TypeError, ValueError) as error:
        msg = f"{version.folder} is no model ({str(error)[:80]}): train it again"
        raise ArtifactDamaged(msg) from error
    if not is_sound:
        msg = f"{version.folder} names no base ({str(info.base)[:80]!r}): train the model again"
        raise ArtifactDamaged(msg)
    return info


def _added_file(folder: Path, info: ModelInfo) -> AddedFile:
    """The file of the current model, which begins with what the model holds."""
    file = AddedFile.of(folder, base_of(info))
    if len(file.lines) < info.added_lines or file.sha256(info.added_lines) != info.added_sha256:
        file.additions()  # a line that is damaged is named
        msg = (
            f"{file.path} does not begin with the {info.added_lines} lines that version {info.version} "
            "holds: put them back, or train the model again"
        )
        raise ArtifactDamaged(msg)
    return file


def _is_behind(folder: Path, info: ModelInfo) -> bool:
    """Whether the file has lines that the current model lacks; where the sizes agree nothing is read."""
    path = path_of(folder, base_of(info))
    size = path.stat().st_size if path.exists() else 0
    return size != info.added_bytes and len(_added_file(folder, info).lines) > info.added_lines


def _news(folder: Path, base: str, file: AddedFile, given: Sequence[Title]) -> list[Addition]:
    """The lines that titles take; none for a title that the last line of its id tells already."""
    told = {one.title.id: one for one in file.additions()}
    trained = open_model(folder / base, verify="sizes")
    news = []
    for title in given:
        row = trained.names.row_of_id(title.id)
        if title.id in told:
            before = told[title.id]
            if row_text(before.title) != row_text(title):
                news.append(Addition(title, before.replaced))
        elif row is None:
            news.append(Addition(title, None))
        elif Joining.of(trained, [title]).rewritten:
            news.append(Addition(title, row_sha256(trained.documents[row])))
    return news


def _published(folder: Path, info: ModelInfo) -> Model:
    """The current model with all lines that it lacks; the caller is the only publisher."""
    base, file = base_of(info), _added_file(folder, info)
    # In full: damage that is copied into another version would bear a sum of its own.
    model = derived(open_model(folder), latest(file.additions(info.added_lines)))
    published = point_to(folder, put_version(holding(model, base, file), folder))
    _remove_replaced(folder, published.info)
    return published


def _current(folder: Path) -> Model:
    """The model that somebody else has published, who has verified it."""
    return open_model(folder, verify="sizes").trusted()


def _remove_replaced(folder: Path, current: ModelInfo) -> None:
    """Remove derived versions of the same base, but for the last ones: the trained one stays."""
    replaced: list[tuple[int, str]] = []
    for manifest in folder.glob(f"*/{MANIFEST}"):
        try:
            version = StoredVersion.of(manifest.parent, None)
            info = ModelInfo.from_json(version.manifest["model"], version=manifest.parent.name)
        except (ArtifactError, KeyError, TypeError, ValueError):
            continue  # of another release, or damaged: not ours to remove
        if info.base == current.base and info.version != current.version:
            replaced.append((info.added_lines, info.version))
    for _, name in sorted(replaced)[:-KEPT]:
        remove_version(folder / name)
