"""The closed lists of the title model: forms, roles, relations, sources, states."""

from __future__ import annotations

from enum import StrEnum


class Form(StrEnum):
    """How a title is told: the shape of the work, independent of its medium."""

    SERIES = "series"
    FILM = "film"
    SPECIAL = "special"
    SHORT = "short"


class Medium(StrEnum):
    """What a title is made of: filmed people or drawn pictures."""

    LIVE_ACTION = "live-action"
    ANIMATION = "animation"


class Status(StrEnum):
    """Where a title stands in its life."""

    RELEASED = "released"
    AIRING = "airing"
    UPCOMING = "upcoming"
    CANCELLED = "cancelled"


class AliasKind(StrEnum):
    """Why a title has another name."""

    NATIVE = "native"
    ROMANISED = "romanised"
    TRANSLATED = "translated"
    WORKING = "working"
    SHORT = "short"
    OTHER = "other"


class Role(StrEnum):
    """What a credited person did."""

    ACTOR = "actor"
    VOICE = "voice"
    DIRECTOR = "director"
    WRITER = "writer"
    CREATOR = "creator"
    COMPOSER = "composer"
    PRODUCER = "producer"

    @property
    def is_cast(self) -> bool:
        """Whether the person is seen or heard in the title."""
        return self in (Role.ACTOR, Role.VOICE)


class RelationKind(StrEnum):
    """What the *other* title is to the one that bears the relation."""

    SEQUEL = "sequel"
    PREQUEL = "prequel"
    SPIN_OFF = "spin-off"
    PARENT = "parent"
    REMAKE = "remake"
    ORIGINAL = "original"
    SAME_SOURCE = "same-source"
    SHARED_UNIVERSE = "shared-universe"
    RECAP = "recap"
    FULL_STORY = "full-story"
    OTHER = "other"

    @property
    def inverse(self) -> RelationKind:
        """The same relation as told from the other title."""
        return _INVERSE.get(self, self)

    @property
    def is_same_story(self) -> bool:
        """Whether the two titles tell one story again rather than carry it on."""
        return self in (RelationKind.REMAKE, RelationKind.ORIGINAL, RelationKind.SAME_SOURCE)


_INVERSE = {
    RelationKind.SEQUEL: RelationKind.PREQUEL,
    RelationKind.PREQUEL: RelationKind.SEQUEL,
    RelationKind.SPIN_OFF: RelationKind.PARENT,
    RelationKind.PARENT: RelationKind.SPIN_OFF,
    RelationKind.REMAKE: RelationKind.ORIGINAL,
    RelationKind.ORIGINAL: RelationKind.REMAKE,
    RelationKind.RECAP: RelationKind.FULL_STORY,
    RelationKind.FULL_STORY: RelationKind.RECAP,
}


class SourceKind(StrEnum):
    """What a story was before it was filmed."""

    ORIGINAL = "original"
    NOVEL = "novel"
    LIGHT_NOVEL = "light-novel"
    WEB_NOVEL = "web-novel"
    MANGA = "manga"
    WEBTOON = "webtoon"
    COMIC = "comic"
    FILM = "film"
    SERIES = "series"
    SHORT_FILM = "short-film"
    GAME = "game"
    PLAY = "play"
    TRUE_STORY = "true-story"
    OTHER = "other"


class ToneState(StrEnum):
    """Whether a tone is there or is known to be absent; unknown is no entry at all."""

    YES = "yes"
    NO = "no"


class ToneBasis(StrEnum):
    """How a tone came to be known."""

    STATED = "stated"
    INFERRED = "inferred"
    COMPUTED = "computed"
