"""A catalogue small enough to see the right answer of every question, with names that collide."""

from __future__ import annotations

from recsys.errors import Choice
from recsys.names import Resolved, TitleNames, resolve
from recsys.title import Alias, AliasKind, Form, Medium, Relation, RelationKind, Title

SERIES, FILM = Form.SERIES, Form.FILM
_WORKING, _ROMANISED = AliasKind.WORKING, AliasKind.ROMANISED
_SEQUEL, _PREQUEL = RelationKind.SEQUEL, RelationKind.PREQUEL

TITLES = (
    Title(
        id="romantics-anonymous-2025",
        title="Romantics Anonymous",
        original_title="匿名の恋人たち",
        aliases=(
            Alias("Romantic Anonymous", kind=_WORKING),
            Alias("Tokumei no Koibitotachi", kind=_ROMANISED),
        ),
        year=2025,
        form=SERIES,
    ),
    Title(
        id="pancreas-2017",
        title="I Want to Eat Your Pancreas",
        year=2017,
        form=FILM,
        medium=Medium.LIVE_ACTION,
        relations=(Relation(RelationKind.SAME_SOURCE, "pancreas-2018"),),
    ),
    Title(
        id="pancreas-2018",
        title="I Want to Eat Your Pancreas",
        year=2018,
        form=FILM,
        medium=Medium.ANIMATION,
        relations=(Relation(RelationKind.SAME_SOURCE, "pancreas-2017"),),
    ),
    Title(id="parasite-2019", title="Parasite", original_title="기생충", year=2019, form=FILM),
    Title(id="parasite-the-grey-2024", title="Parasite: The Grey", year=2024, form=SERIES),
    Title(id="soul-mate-2025", title="Soul Mate", year=2025, form=SERIES),
    Title(id="soulmate-2006", title="Soulmate", year=2006, form=SERIES),
    Title(id="kidnap-2024", title="Kidnap", year=2024, form=SERIES),
    Title(id="kidnap-game-2025", title="Kidnap Game", year=2025, form=SERIES),
    Title(id="kidnapping-game-2020", title="Kidnapping Game", year=2020, form=SERIES),
    Title(id="her-2013", title="Her", year=2013, form=FILM),
    Title(id="her-private-life-2019", title="Her Private Life", year=2019, form=SERIES),
    Title(
        id="wall-to-wall-2025",
        title="Wall to Wall",
        original_title="84제곱미터",
        aliases=(Alias("84 Square Meters", kind=_WORKING),),
        year=2025,
        form=FILM,
    ),
    Title(id="the-great-flood-2025", title="The Great Flood", year=2025, form=FILM),
    Title(id="toradora-2008", title="Toradora!", original_title="とらドラ!", year=2008, form=SERIES),
    Title(
        id="stranger-2017",
        title="Stranger",
        year=2017,
        form=SERIES,
        relations=(Relation(_SEQUEL, "stranger-2"),),
    ),
    Title(
        id="stranger-2",
        title="Stranger 2",
        year=2020,
        form=SERIES,
        relations=(Relation(_PREQUEL, "stranger-2017"),),
    ),
    Title(id="reply-1988", title="Reply 1988", year=2015, form=SERIES),
    Title(id="reply", title="Reply", year=1988, form=FILM),
    Title(
        id="crash-landing-on-you-2019",
        title="Crash Landing on You",
        original_title="사랑의 불시착",
        year=2019,
    ),
    Title(id="goblin-2016", title="Goblin", original_title="도깨비", year=2016, form=SERIES),
    Title(id="signal-2016", title="Signal", original_title="시그널", year=2016, form=SERIES),
    Title(id="shouted", title="!!!"),
    Title(id="yearless", title="Undated Story"),
)


def label(row: int) -> Choice:
    """Choice that stands for a row."""
    return Choice(TITLES[row].id, TITLES[row].label)


def resolve_small(names: TitleNames, text: str) -> Resolved:
    """Resolve a text in the catalogue of this file."""
    return resolve(names, text, label)
