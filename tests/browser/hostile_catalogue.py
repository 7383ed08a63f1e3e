"""Titles as an attacker would write them: markup, scripts and templates in every field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recsys.catalogue import title_from_row
from recsys.title import Title

SCRIPT = "<script>window.pwned=1</script>"
IMAGE = '"><img src=x onerror="window.pwned=1">'
SINGLE = "'><img src=x onerror='window.pwned=1'>"
CLOSING = "</title></textarea></script><svg onload=window.pwned=1>"
TEMPLATE = "{{7*7}}{% raw %}${7*7}"
LINK = "javascript:window.pwned=1"
EXTENDED = "--></style><iframe srcdoc='<script>parent.pwned=1</script>'></iframe>"

ATTACKS = (SCRIPT, IMAGE, SINGLE, CLOSING, TEMPLATE, LINK, EXTENDED)

SEED = "seed"
"""The id of one title that is not hostile itself."""


def hostile_titles() -> Iterator[Title]:
    """Yield one title for each attack, all alike so that each answers for the others."""
    for number, attack in enumerate(ATTACKS):
        yield _title(f"hostile-{number}", f"{number} {attack}", attack, 2010 + number)
    yield _title(IMAGE, f"id {IMAGE}", SCRIPT, 2001)
    yield _title("sequel", f"sequel {SCRIPT}", IMAGE, 2002, relations=[{"kind": "prequel", "id": SEED}])
    yield _title(SEED, "Seed", SCRIPT, 2000)


def _title(id: str, name: str, attack: str, year: int, **facts: Any) -> Title:
    return title_from_row(
        {
            "schema": 1,
            "id": id,
            "title": name,
            "original_title": f"native {attack}",
            "aliases": [{"name": f"alias {attack}", "kind": "other"}],
            "year": year,
            "form": "film",
            "medium": "live-action",
            "genres": ["drama", f"genre {attack}"],
            "tags": [f"tag {attack}", f"tag {SCRIPT}"],
            "tones": [{"id": "slow-burn-romance", "intensity": 3}],
            "countries": ["KR"],
            "languages": ["ko"],
            "credits": [
                {"person": f"Person {SCRIPT}", "native": IMAGE, "role": "actor", "order": 1},
                {"person": f"Maker {attack}", "role": "director", "character": attack},
            ],
            "studios": [{"name": f"Studio {attack}"}],
            "availability": [{"service": f"Service {attack}"}],
            "ranks": [{"platform": f"Platform {attack}", "rank": 1}],
            "filming_places": [{"name": f"Place {attack}"}],
            "setting_places": [{"name": f"Setting {attack}"}],
            "sources": [{"kind": "novel", "name": f"Novel {attack}", "author": f"Author {attack}"}],
            "synopsis": f"A synopsis with {attack} and {SCRIPT} in it.",
            "external_ids": {"site": LINK, "other": f"http://example.org/{attack}"},
            "facts": [{"field": "year", "value": attack, "source": LINK}],
            **facts,
        }
    )
