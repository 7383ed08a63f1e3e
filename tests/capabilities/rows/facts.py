"""C18 to C22, C24, C27, C31, C36, C37: what is known of titles, asked for and told."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from recsys.catalogue import tones_of, warnings_of
from recsys.title import Title, ToneState
from tests.capabilities.rows.row import Call, Door, Row, Shown, Told
from tests.capabilities.rows.setting import Setting

_DAY = "2025-10-28"
_UPCOMING = ("road-2026", "soul-mate-2025", "kidnap-game-2026")
_NONE: Mapping[str, object] = MappingProxyType({})
_SPIN_OFF = "Mantis is a spin-off of Kill Boksoon"


def _is_of_the_nineties(title: Title) -> bool:
    period = title.setting_period
    return period is not None and 1988 <= period.start <= 2002


def _c18(told: list[Told], setting: Setting) -> None:
    answer, narrow = told
    of_the_nineties = {
        id for id in answer.ids[:10] if _is_of_the_nineties(setting.model.title(setting.model.row(id)))
    }
    assert len(of_the_nineties) >= 4
    assert {"reply-1997-2012", "20th-century-girl-2022"} <= of_the_nineties
    assert "good-news-2025" not in answer.ids
    lifted = [p for p in narrow.result("good-news-2025")["parts"] if p["block"] == "period"]
    assert sum(part["value"] for part in lifted) < 0.01


def _c19(told: list[Told], _: Setting) -> None:
    either, narrow, both = told
    of_two = {"road-2026", "soul-mate-2025", "kidnap-game-2026"}
    assert of_two <= set(either.ids[:10])
    assert of_two <= set(narrow.ids)
    assert of_two <= set(both.ids)
    assert not any("not known" in note for result in both.results for note in result["notes"])


def _c20(told: list[Told], setting: Setting) -> None:
    novels, narrow, seed = told
    assert narrow.ids == ["what-comes-after-love-2024"]
    assert novels.results
    for id in novels.ids:
        assert "novel" in {source.kind for source in setting.model.title(setting.model.row(id)).sources}, id
    other = "i-want-to-eat-your-pancreas-2018"
    assert other not in seed.ids
    assert [one["is_version"] for one in seed.document["related"] if one["id"] == other] == [True]


def _c21(told: list[Told], _: Setting) -> None:
    exclude, only, default = told
    assert exclude.results
    assert "mantis-2025" not in exclude.ids
    assert only.ids == ["mantis-2025"]
    assert default.ids.count("mantis-2025") == 1
    assert _SPIN_OFF in default.notes("mantis-2025")


def _c22(told: list[Told], _: Setting) -> None:
    (answer,) = told
    assert _SPIN_OFF in answer.notes("kill-boksoon-2023")
    (parent,) = answer.document["related"]
    assert (parent["id"], parent["kind"], parent["text"]) == ("kill-boksoon-2023", "parent", _SPIN_OFF)
    assert not parent["is_version"]


def _c24(told: list[Told], _: Setting) -> None:
    dropped, narrow, kept, only = told
    assert dropped.results
    assert not set(_UPCOMING) & set(dropped.ids)
    assert narrow.ids == ["romantics-anonymous-2025"]
    for id in _UPCOMING:
        assert any(note.startswith("not yet released on 2025-10-28") for note in kept.notes(id))
    assert set(_UPCOMING) <= set(only.ids)
    assert all(any("not yet released" in note for note in result["notes"]) for result in only.results)


def _c27(told: list[Told], setting: Setting) -> None:
    kept, dropped = told
    known = {
        title.id
        for title in setting.titles()
        if any(one.service == "Netflix" and one.country in (None, "SG") for one in title.availability)
    }
    assert set(dropped.ids) == known
    n_known = len(dropped.ids)
    assert kept.ids[:n_known] == dropped.ids
    assert len(kept.ids) > n_known
    for result in kept.results[n_known:]:
        assert "not known: where it can be watched" in result["notes"]


def _c31(told: list[Told], setting: Setting) -> None:
    (answer,) = told
    lengths = {title.id: title for title in setting.titles()}
    marked = [any(note.startswith("not known") for note in result["notes"]) for result in answer.results]
    assert marked == sorted(marked)
    assert not marked[0]
    for result, is_marked in zip(answer.results, marked, strict=True):
        title = lengths[result["id"]]
        total = None if title.minutes is None else title.minutes * (title.episodes or 1)
        if not is_marked:
            assert total is not None
            assert total <= 600, title.id
    unknown = [result for result in answer.results if "not known: length" in result["notes"]]
    assert unknown


def _c36(told: list[Told], setting: Setting) -> None:
    plain, asked = told
    state = {
        title.id: tone.state for title in setting.titles() for tone in tones_of(title) if tone.id == "tragic"
    }
    assert any(state.get(id) is ToneState.YES for id in plain.ids)
    assert not [id for id in asked.ids if state.get(id) is ToneState.YES]
    happy = [id for id in asked.ids if state.get(id) is ToneState.NO]
    assert happy
    for id in happy:
        assert "matches your ending preference" in asked.reasons(id)
    for result in asked.results:
        told_traits = {name for reason in result["reasons"] for name in reason["shared"]}
        assert not told_traits & {"tragic", "happy ending", "twist ending", "plot twist"}


def _c37(told: list[Told], setting: Setting) -> None:
    plain, asked, narrow = told
    rated = {title.id: warnings_of(title) for title in setting.titles()}
    tagged = {id for id, found in rated.items() if found and "cw-sexual-violence" in found}
    assert tagged & set(plain.ids)
    assert not tagged & set(asked.ids)
    assert not tagged & set(narrow.ids)
    unrated = [
        any(note.startswith("no warning data") for note in result["notes"]) for result in narrow.results
    ]
    for result, is_unrated in zip(narrow.results, unrated, strict=True):
        assert is_unrated == (setting.model.title(setting.model.row(result["id"])).content_warnings is None)
    assert unrated == sorted(unrated)
    assert any(unrated)
    assert not unrated[0]


def _similar(
    title: str, options: str = "", address: str = "", k: int = 100, filters: Mapping[str, object] = _NONE
) -> Call:
    return Call(
        {"like": [title], "filters": dict(filters), "k": k},
        f'similar "{title}" {options}-k {k}',
        f"/v1/similar?title={title}{address}&k={k}",
    )


def _released(upcoming: str | None = None, within: tuple[str, ...] = ()) -> Call:
    wanted: dict[str, object] = {"released_by": _DAY, **({"within": list(within)} if within else {})}
    options = f"--released-by {_DAY} " + "".join(f"--within-title {id} " for id in within)
    address = f"&released_by={_DAY}" + (f"&within={','.join(within)}" if within else "")
    if upcoming:
        wanted, options = {**wanted, "upcoming": upcoming}, f"{options}--upcoming {upcoming} "
        address += f"&upcoming={upcoming}"
    return _similar("What Comes After Love", options, address, 30, wanted)


def _related(policy: str | None) -> Call:
    if policy is None:
        return Call({"like": ["Kill Boksoon"]}, 'similar "Kill Boksoon"', "/v1/similar?title=Kill Boksoon")
    return Call(
        {"like": ["Kill Boksoon"], "relations": policy},
        f'similar "Kill Boksoon" --relations {policy}',
        f"/v1/similar?title=Kill Boksoon&relations={policy}",
    )


ROWS = (
    Row(
        id="C18",
        promise="Place and period are facts, and periods are near by their distance in years.",
        calls=(
            _similar("Love Untangled", k=50),
            _similar(
                "Love Untangled",
                "--within-title good-news-2025 ",
                "&within=good-news-2025",
                filters={"within": ["good-news-2025"]},
            ),
        ),
        check=_c18,
        shown=Shown(Door.COMMAND, 'similar "Love Untangled" -k 7', kept=r"^Like|^  \d|same time"),
    ),
    Row(
        id="C19",
        promise="A story of several cities is a tone; titles can be asked for by any or all of their places.",
        calls=(
            Call(
                {"filters": {"cities": {"any": ["Seoul", "Tokyo"]}, "unknown": "drop"}, "k": 30},
                "recommend --cities-any Seoul --cities-any Tokyo --unknown drop -k 30",
                "/v1/recommend?cities_any=Seoul,Tokyo&unknown=drop&k=30",
            ),
            Call(
                {"filters": {"cities": {"any": ["Seoul", "Tokyo"]}, "within": list(_UPCOMING)}},
                "recommend --cities-any Seoul --cities-any Tokyo"
                + "".join(f" --within-title {id}" for id in _UPCOMING),
                f"/v1/recommend?cities_any=Seoul,Tokyo&within={','.join(_UPCOMING)}",
            ),
            Call(
                {"filters": {"cities": {"all": ["Seoul", "Tokyo"]}, "unknown": "drop"}, "k": 30},
                "recommend --cities-all Seoul --cities-all Tokyo --unknown drop -k 30",
                "/v1/recommend?cities_all=Seoul,Tokyo&unknown=drop&k=30",
            ),
        ),
        check=_c19,
        shown=Shown(
            Door.HTTP,
            "/v1/recommend?cities_all=Seoul,Tokyo&unknown=drop&k=100",
            picked={"results": (20, {"id": None})},
        ),
    ),
    Row(
        id="C20",
        promise="What a story was before is a fact; other versions of one source stand apart from what is "
        "similar.",
        calls=(
            Call(
                {"filters": {"source": ["novel"], "unknown": "drop"}, "k": 30},
                "recommend --source novel --unknown drop -k 30",
                "/v1/recommend?source=novel&unknown=drop&k=30",
            ),
            Call(
                {"filters": {"source": ["novel"], "within": ["what-comes-after-love-2024", "road-2026"]}},
                "recommend --source novel --within-title what-comes-after-love-2024 --within-title road-2026",
                "/v1/recommend?source=novel&within=what-comes-after-love-2024,road-2026",
            ),
            _similar("i-want-to-eat-your-pancreas-2017", k=20),
        ),
        check=_c20,
        shown=Shown(
            Door.HTTP,
            "/v1/titles/i-want-to-eat-your-pancreas-2017/similar?source=novel&k=2",
            picked={
                "results": (2, {"title": None, "year": None}),
                "related": (2, {"id": None, "text": None, "is_version": None}),
            },
        ),
    ),
    Row(
        id="C21",
        promise="Spin-offs, sequels, remakes and other versions: without them, one, all, or they alone.",
        calls=(_related("exclude"), _related("only"), _related(None)),
        check=_c21,
        shown=Shown(
            Door.COMMAND, 'similar "Kill Boksoon" --relations only', kept=r"^Like|^  \d|note|Of the|- "
        ),
    ),
    Row(
        id="C22",
        promise="Relations are told from both sides.",
        calls=(Call({"like": ["Mantis"]}, "similar Mantis", "/v1/similar?title=Mantis"),),
        check=_c22,
        shown=Shown(
            Door.HTTP,
            "/v1/similar?title=Mantis&k=1",
            picked={"results": (1, {"title": None, "notes": None}), "related": (5, None)},
        ),
    ),
    Row(
        id="C24",
        promise="Released, upcoming or unknown is told by the catalogue's dates, never by the clock.",
        calls=(
            _released(),
            _released(within=(*_UPCOMING, "romantics-anonymous-2025")),
            _released("keep", (*_UPCOMING, "romantics-anonymous-2025")),
            _released("only"),
        ),
        check=_c24,
        shown=Shown(
            Door.COMMAND,
            f'similar "What Comes After Love" --released-by {_DAY} --upcoming only -k 5',
            kept=r"^Like|^  \d|note",
        ),
    ),
    Row(
        id="C27",
        promise="Where a title can be watched is known by country, service and date, or said to be unknown.",
        calls=tuple(
            Call(
                {"filters": {"services": ["Netflix"], "region": "SG", "unknown": unknown}, "k": 100},
                f"recommend --services Netflix --region SG --unknown {unknown} -k 100",
                f"/v1/recommend?services=Netflix&region=SG&unknown={unknown}&k=100",
                pages=2,
            )
            for unknown in ("keep", "drop")
        ),
        check=_c27,
        shown=Shown(
            Door.HTTP,
            "/v1/recommend?like=Parasite&services=Netflix&region=SG&unknown=drop&k=3",
            picked={
                "query": {"filters": None},
                "results": (3, {"title": None, "notes": None}),
            },
        ),
    ),
    Row(
        id="C31",
        promise="Length and pace can be asked for; what is of unknown length comes last, and says so.",
        calls=(
            Call(
                {"filters": {"max_minutes": 600, "tones": ["cliffhangers"]}, "k": 60},
                "recommend --max-minutes 600 --tones cliffhangers -k 60",
                "/v1/recommend?max_minutes=600&tones=cliffhangers&k=60",
            ),
        ),
        check=_c31,
        shown=Shown(
            Door.COMMAND,
            """\
recommend --max-minutes 600 --tones cliffhangers -k 2
recommend --max-minutes 600 --tones cliffhangers -k 2 --offset 30
""",
        ),
    ),
    Row(
        id="C36",
        promise="Endings can be filtered for, and no reason gives one away.",
        calls=(
            _similar("What Comes After Love", k=50),
            _similar(
                "What Comes After Love",
                "--avoid tragic ",
                "&avoid=tragic",
                k=50,
                filters={"avoid": ["tragic"]},
            ),
        ),
        check=_c36,
        shown=Shown(
            Door.PYTHON,
            """\
question = {"like": ["What Comes After Love"], "filters": {"avoid": ["tragic"], "unknown": "drop"}, "k": 2}
for result in recommender.recommend(query_from_json(question)).results:
    print(result.title, [reason.text for reason in result.reasons][-1])
""",
        ),
    ),
    Row(
        id="C37",
        promise="Content warnings exclude for sure; a title that nobody has rated comes last and says so.",
        calls=(
            _similar("The Handmaiden", k=30),
            _similar(
                "The Handmaiden",
                "--avoid cw-sexual-violence ",
                "&avoid=cw-sexual-violence",
                k=30,
                filters={"avoid": ["cw-sexual-violence"]},
            ),
            _similar(
                "The Handmaiden",
                "--avoid cw-sexual-violence --genres horror ",
                "&avoid=cw-sexual-violence&genres=horror",
                filters={"avoid": ["cw-sexual-violence"], "genres": ["horror"]},
            ),
        ),
        check=_c37,
        shown=Shown(
            Door.HTTP,
            "/v1/similar?title=The Handmaiden&avoid=cw-sexual-violence&k=3&offset=499",
            picked={"results": (3, {"rank": None, "title": None, "notes": None})},
        ),
    ),
)
