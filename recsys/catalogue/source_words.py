"""What catalogues call the thing that a title was made from, in our own kinds."""

from __future__ import annotations

from recsys.kinds import SourceKind
from recsys.names.fold import fold_text

# As catalogues of animation say it. What says nothing of a source is no source.
_WORDS: tuple[tuple[str, SourceKind | None], ...] = (
    ("4 koma manga|web manga|one shot|doujinshi", SourceKind.MANGA),
    ("manhwa|manhua|web comic|webcomic", SourceKind.WEBTOON),
    ("book|picture book", SourceKind.NOVEL),
    ("visual novel|video game|card game", SourceKind.GAME),
    ("live action|movie", SourceKind.FILM),
    ("theatre|musical", SourceKind.PLAY),
    ("unknown|other|mixed media|multimedia project", None),
)
_KINDS: dict[str, SourceKind | None] = {
    **{kind.replace("-", " "): kind for kind in SourceKind},
    **{word: kind for words, kind in _WORDS for word in words.split("|")},
}


def source_kind(text: str) -> SourceKind | None:
    """Return the kind of source that a word means.

    Parameters
    ----------
    text : str
        ``Light novel``, ``4-koma manga``; case and punctuation do not matter.

    Returns
    -------
    SourceKind or None
        None for words that say nothing, as "Unknown"; ``other`` for a word that is not known.
    """
    return _KINDS.get(fold_text(text), SourceKind.OTHER)


def source_pieces(text: str) -> list[dict[str, str]]:
    """Return a source as a native row holds it; one that is not known keeps its name.

    Parameters
    ----------
    text : str
        As for :func:`source_kind`.

    Returns
    -------
    list of dict
        One, or none if the word says nothing.
    """
    kind = source_kind(text)
    if kind is None:
        return []
    return [{"kind": str(kind), "name": text}] if kind is SourceKind.OTHER else [{"kind": str(kind)}]
