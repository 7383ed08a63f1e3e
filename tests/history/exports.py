"""Exports as other sites write them, of titles of a catalogue, with the faults that real ones have.

Names are those that the site would use: English, romanised or native ones of the title itself. Ids that the
catalogue does not know are made up, as every real export has some. One entry in ten is of no title.
"""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from recsys.history import Record
from recsys.names import title_key
from recsys.names.typed import readings
from recsys.title import AliasKind, Form, Medium, Title

_FIRST_YEAR = 2016
_ADJECTIVES = (
    "Copper Hollow Paper Winter Crooked Velvet Silent Borrowed Salted Amber Drowsy Iron Feral".split()
)
_NOUNS = "Lantern Harbour Orchard Ledger Sparrow Staircase Turnip Bridge Almanac Cartographer Kettle".split()
_PLACES = "Ashgrove Tollinghurst Binsan Morrowvale Kettering Zell Pontmarais Oudekirk".split()


@dataclass(frozen=True, slots=True)
class Written:
    """One title as an export writes it; no id for a title that the catalogue does not have."""

    id: str | None
    name: str
    year: int | None
    form: Form | None
    ids: dict[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    rating: int = 0  # 1 to 10; 0: none
    is_planned: bool = False
    day: str = ""
    n_rows: int = 1


@dataclass(frozen=True)
class Export:
    """A file, and what each entry of it means."""

    name: str
    data: bytes
    truth: tuple[Written, ...]

    def meant(self, record: Record) -> frozenset[str]:
        """Return the ids of the titles that a record stands for; none for invented ones.

        KeyError if nothing of that name was written. Two ids are one where two titles were written alike.
        """
        by_id = [one for pair in record.ids.items() for one in self._by_id.get(pair, ())]
        found = by_id or [
            one
            for name in (record.title, *record.names)
            for one in self._by_name.get(title_key(name), ())
            if record.year in (None, one.year)
        ]
        if not found:
            raise KeyError(record.title)
        same = [one for one in found if record.form is None or one.form in (None, record.form)]
        return frozenset(one.id for one in same or found if one.id is not None)

    @cached_property
    def _by_id(self) -> dict[tuple[str, str], list[Written]]:
        found: dict[tuple[str, str], list[Written]] = {}
        for one in self.truth:
            for pair in one.ids.items():
                found.setdefault(pair, []).append(one)
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[Written]]:
        found: dict[str, list[Written]] = {}
        for one in self.truth:
            for key in {title_key(one.name), title_key(readings(one.name)[0].name)}:
                found.setdefault(key, []).append(one)
        return found


def export(format: str, titles: Sequence[Title], *, seed: int, dirt: bool) -> Export:
    """Return an export of all those titles that the site could have."""
    rng = np.random.default_rng(seed)
    write, fits, style = _FORMATS[format]
    writer = _Writer(rng, titles, dirt=dirt, style=style)
    written = writer.entries([title for title in titles if fits(title)])
    name, data = write(writer, written)
    return Export(name, data, tuple(written))


def is_film(title: Title) -> bool:
    return title.form in (Form.FILM, Form.SHORT)


def is_animated(title: Title) -> bool:
    return title.medium is Medium.ANIMATION


def is_any(title: Title) -> bool:
    return True


class _Writer:
    """Writes entries with the faults of one site."""

    def __init__(self, rng: np.random.Generator, titles: Sequence[Title], *, dirt: bool, style: str) -> None:
        self.rng = rng
        self.dirt = dirt
        self.style = style
        self._known = {title_key(name) for title in titles for name in title.names}
        self._taken = {id for title in titles for id in title.external_ids.values()}

    def chance(self, share: float) -> bool:
        """Whether something of that share happens; faults never happen in clean exports."""
        return self.dirt and bool(self.rng.random() < share)

    def entries(self, titles: Sequence[Title]) -> list[Written]:
        """One entry a title, and one in ten more of none."""
        found = [self._entry(title, place) for place, title in enumerate(titles)]
        if self.dirt:
            for place in range(max(1, len(found) // 9)):
                found.insert(int(self.rng.integers(len(found) + 1)), self._invented(titles, place))
        return found

    def _entry(self, title: Title, place: int) -> Written:
        names = self._names(title)
        return Written(
            id=title.id,
            name=self._spelled(names[0]),
            names=names[1:],
            year=self._year(title.year),
            form=title.form,
            ids=self._ids(title),
            **self._viewing(place, title.form, title.year),
        )

    def _viewing(self, place: int, form: Form | None, year: int | None) -> dict[str, Any]:
        # Nobody has seen a title before its year.
        first = date(max(_FIRST_YEAR, year or _FIRST_YEAR), 3, 1)
        is_planned = bool(self.rng.random() < 0.1)
        return {
            "rating": 0 if is_planned or self.rng.random() < 0.4 else int(self.rng.integers(3, 11)),
            "is_planned": is_planned,
            "day": (first + timedelta(days=place % 280)).isoformat(),
            "n_rows": int(self.rng.integers(2, 17)) if form is Form.SERIES else 1,
        }

    def _names(self, title: Title) -> tuple[str, ...]:
        """The names that the site writes, its main one first."""
        latin = [alias.name for alias in title.aliases if alias.kind is AliasKind.ROMANISED]
        other = [alias.name for alias in title.aliases if alias.name.isascii()]
        native = [title.original_title] if title.original_title else []
        if self.style == "romaji" and latin and self.rng.random() < 0.6:
            return (latin[0], title.title, *native)
        if self.style == "hand" and other and self.chance(0.15):
            return (other[int(self.rng.integers(len(other)))],)
        if self.style == "hand" and native and self.chance(0.04):
            return (native[0],)
        if self.style == "local" and native and self.chance(0.1):
            return (native[0],)
        if self.style == "english" and other and self.chance(0.06):
            return (other[0], *native)
        return (title.title, *native, *latin[:1])

    def _spelled(self, name: str) -> str:
        if self.chance(0.1):
            name = name.replace("'", "’") if "'" in name else name.replace(":", " -")
        if self.chance(0.1):
            name = name.replace("&", "and") if "&" in name else name.replace(" and ", " & ")
        by_hand = self.style == "hand"
        if self.chance(0.15 if by_hand else 0.03):
            name = re.sub(r"[!?.,:;'’–—-]+", "", name).strip() or name
        if self.chance(0.3 if by_hand else 0.02):
            name = name.lower()
        if self.chance(0.4 if by_hand else 0.03):
            name = re.sub(r"^(?:The|the|A|An) ", "", name)
        if by_hand and self.chance(0.03) and len(name) > 8 and name.isascii():
            place = int(self.rng.integers(2, len(name) - 1))
            name = name[:place] + name[place + 1 :]
        return " ".join(name.split())

    def _year(self, year: int | None) -> int | None:
        if year is None or self.chance(0.1):
            return None
        return year + int(self.rng.choice([-1, 1])) if self.chance(0.05) else year

    def _ids(self, title: Title) -> dict[str, str]:
        ids = {site: id for site, id in title.external_ids.items() if not self.chance(0.2)}
        for site in ("imdb", "tmdb", "mal"):
            if site not in ids and (site != "mal" or is_animated(title)):
                ids[site] = self.made_up_id(site)
        return ids

    def made_up_id(self, site: str) -> str:
        """An id that the catalogue does not have."""
        while True:
            number = int(self.rng.integers(10_000_000, 40_000_000))
            id = f"tt{number}" if site == "imdb" else str(number)
            if id not in self._taken:
                self._taken.add(id)
                return id

    def _invented(self, titles: Sequence[Title], place: int) -> Written:
        """An entry of a title that the catalogue does not have; sometimes one that sounds like one it has."""
        while True:
            adjective, noun, town = (str(self.rng.choice(words)) for words in (_ADJECTIVES, _NOUNS, _PLACES))
            name = (
                f"{adjective} {noun} of {town}"
                if self.rng.random() < 0.5
                else f"The {adjective} {noun} {place}"
            )
            if self.rng.random() < 0.2:
                base = titles[int(self.rng.integers(len(titles)))].title
                name = f"{base} {self.rng.choice(['2nd Season', 'Returns', 'Part 4', 'Reunion Special'])}"
            if title_key(name) not in self._known:
                break
        form = Form.SERIES if self.style in ("romaji", "local") and self.rng.random() < 0.5 else Form.FILM
        ids = {site: self.made_up_id(site) for site in ("imdb", "tmdb", "mal")}
        year = int(self.rng.integers(1980, 2025))
        return Written(None, name, year, form, ids, **self._viewing(place, form, year))

    def repeated(self, rows: Iterable[Any], share: float = 0.03) -> list[Any]:
        """Rows of which some stand there twice."""
        return [one for row in rows for one in ([row, row] if self.chance(share) else [row])]

    def padded(self, name: str) -> str:
        """A name as careless programs write it: with blanks behind it, or with entities."""
        if self.chance(0.05) and "&" in name:
            return html.escape(name, quote=False)
        return f"{name}  " if self.chance(0.05) else name

    def csv(self, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
        text = io.StringIO()
        out = csv.writer(text, lineterminator="\n")
        out.writerow(columns)
        for row in rows:
            out.writerow(row)
            if self.chance(0.02):
                text.write("\n")
        return text.getvalue()

    def encoded(self, text: str) -> bytes:
        return text.encode("utf-8-sig" if self.chance(0.5) else "utf-8")


_File = tuple[str, bytes]


def _zipped(name: str, files: dict[str, bytes]) -> _File:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(zipfile.ZipInfo(path), data)
    return name, packed.getvalue()


def _letterboxd(writer: _Writer, entries: Sequence[Written]) -> _File:
    base = ["Date", "Name", "Year", "Letterboxd URI"]

    def rows(chosen: Iterable[Written], kind: str) -> list[list[object]]:
        return [
            [one.day, writer.padded(one.name), one.year or "", f"https://boxd.it/{kind}{entries.index(one)}"]
            for one in chosen
        ]

    def stars(one: Written) -> str:
        return f"{one.rating / 2:g}" if one.rating else ""

    seen = [one for one in entries if not one.is_planned]
    rated = [one for one in seen if one.rating]
    diary = writer.repeated([one for one in seen if writer.rng.random() < 0.3], 0.1)
    files = {
        "profile.csv": writer.csv(["Date Joined", "Username"], [["2015-01-01", "somebody"]]),
        "watched.csv": writer.csv(base, writer.repeated(rows(seen, "f"))),
        "watchlist.csv": writer.csv(base, rows([one for one in entries if one.is_planned], "f")),
        "ratings.csv": writer.csv(
            [*base, "Rating"], ([*row, stars(one)] for one, row in zip(rated, rows(rated, "f"), strict=True))
        ),
        "diary.csv": writer.csv(
            [*base, "Rating", "Rewatch", "Tags", "Watched Date"],
            (
                [*row, stars(one), "", "", one.day]
                for one, row in zip(diary, rows(diary, f"d{writer.rng.integers(99)}x"), strict=True)
            ),
        ),
        "likes/films.csv": writer.csv(base, rows([one for one in seen if one.rating > 8], "f")),
        "deleted/diary.csv": writer.csv(base, rows(seen[:1], "z")),
        "lists/a-list.csv": "Letterboxd list export v7\nDate,Name,Tags,URL\n2020-01-01,Mine,,\n\n"
        + writer.csv(["Position", "Name", "Year", "URL", "Description"], [[1, "Somewhere", 2001, "", ""]]),
    }
    return _zipped(
        "letterboxd-somebody-utc.zip", {path: writer.encoded(text) for path, text in files.items()}
    )


_SEASONS = ("Season {}: Episode {e}", "Season {}: Chapter {e}: The Long Way", "Limited Series: Episode {e}",
            "Part {}: Episode {e}", "Season {}: What {e} Said: A Story")  # fmt: skip
_HANGUL, _KANA = re.compile("[가-힣]"), re.compile("[ぁ-ヿ]")


def _netflix_rows(writer: _Writer, entries: Sequence[Written]) -> list[tuple[str, date]]:
    rows: list[tuple[str, date]] = []
    for one in entries:
        if one.is_planned:
            continue
        day = date.fromisoformat(one.day)
        shape = str(writer.rng.choice(_SEASONS))
        if _HANGUL.search(one.name):
            shape = "시즌 {}: {e}화"
        elif _KANA.search(one.name):
            shape = "シーズン{}: 第{e}話"
        if one.form is not Form.SERIES:
            rows.append((one.name, day))
        else:
            for number in range(one.n_rows):
                part = shape.format(1 + number // 8, e=number % 8 + 1)
                rows.append((f"{one.name}: {part}", day + timedelta(days=number)))
    return writer.repeated(sorted(rows, key=lambda row: row[1], reverse=True))


def _netflix_account(writer: _Writer, entries: Sequence[Written]) -> _File:
    rows = (
        (writer.padded(name), f"{day.month}/{day.day}/{day:%y}")
        for name, day in _netflix_rows(writer, entries)
    )
    return "NetflixViewingHistory.csv", writer.encoded(writer.csv(["Title", "Date"], rows))


def _netflix_requested(writer: _Writer, entries: Sequence[Written]) -> _File:
    columns = ["Profile Name", "Start Time", "Duration", "Attributes", "Title", "Supplemental Video Type",
               "Device Type", "Bookmark", "Latest Bookmark", "Country"]  # fmt: skip
    rows = []
    for name, day in _netflix_rows(writer, entries):
        rest = [
            "",
            writer.padded(name),
            "",
            "A television",
            "00:40:00",
            "Not latest view",
            "KR (South Korea)",
        ]
        rows.append(["Somebody", f"{day} 20:15:03", f"00:{writer.rng.integers(10, 59)}:11", *rest])
        if writer.chance(0.05):
            rows.append(["Somebody", f"{day} 20:10:03", "00:00:19", "", "Some Trailer", "TRAILER", *rest[3:]])
        if writer.chance(0.05):
            rows.append(
                ["Somebody", f"{day} 20:09:03", "00:00:49", "", "Never Really Watched", "", *rest[3:]]
            )
    return "ViewingActivity.csv", writer.encoded(writer.csv(columns, rows))


_MAL_TYPES = {Form.SERIES: "TV", Form.FILM: "Movie", Form.SPECIAL: "Special", Form.SHORT: "Movie"}


def _myanimelist(writer: _Writer, entries: Sequence[Written]) -> _File:
    def element(one: Written) -> str:
        kind = _MAL_TYPES.get(one.form, "OVA") if one.form else "OVA"
        finished = "0000-00-00" if one.is_planned or writer.chance(0.3) else one.day
        return (
            f"<anime>\n<series_animedb_id>{one.ids['mal']}</series_animedb_id>\n"
            f"<series_title><![CDATA[{one.name}]]></series_title>\n<series_type>{kind}</series_type>\n"
            f"<my_start_date>0000-00-00</my_start_date>\n<my_finish_date>{finished}</my_finish_date>\n"
            f"<my_score>{one.rating}</my_score>\n"
            f"<my_status>{'Plan to Watch' if one.is_planned else 'Completed'}</my_status>\n</anime>\n"
        )

    body = "".join(element(one) for one in writer.repeated(entries))
    info = "<myinfo><user_export_type>1</user_export_type></myinfo>\n"
    text = f'<?xml version="1.0" encoding="UTF-8" ?>\n<myanimelist>\n{info}{body}</myanimelist>\n'
    return "animelist_1.xml.gz", gzip.compress(text.encode(), mtime=0)


def _anilist(writer: _Writer, entries: Sequence[Written]) -> _File:
    def entry(one: Written) -> dict[str, Any]:
        media: dict[str, Any] = {
            "id": int(writer.made_up_id("anilist")),
            "idMal": None if writer.chance(0.2) else int(one.ids["mal"]),
            "title": {
                "romaji": one.name,
                "english": next(iter(one.names), None),
                "native": next(iter(one.names[1:]), None),
            },
            "synonyms": [],
            "format": {Form.SERIES: "TV", Form.FILM: "MOVIE"}.get(one.form, "OVA") if one.form else None,
            "seasonYear": one.year,
        }
        return {
            "status": "PLANNING" if one.is_planned else "COMPLETED",
            "score": one.rating * 10,
            "completedAt": {"year": int(one.day[:4]), "month": int(one.day[5:7]), "day": None},
            "media": media,
        }

    lists = [
        {
            "name": "Completed",
            "entries": writer.repeated([entry(one) for one in entries if not one.is_planned]),
        },
        {"name": "Planning", "entries": [entry(one) for one in entries if one.is_planned]},
    ]
    document = {"data": {"MediaListCollection": {"lists": lists}}}
    return "anilist.json", json.dumps(document, ensure_ascii=False).encode()


def _trakt(writer: _Writer, entries: Sequence[Written]) -> _File:
    def kind(one: Written) -> str:
        return "show" if one.form is Form.SERIES else "movie"

    def title(one: Written) -> dict[str, Any]:
        ids = {"trakt": entries.index(one) + 500_000_000, "slug": "a-slug", "imdb": one.ids["imdb"]}
        ids["tmdb"] = int(one.ids["tmdb"])
        known = {key: None if writer.chance(0.1) else value for key, value in ids.items() if key != "trakt"}
        return {"title": writer.padded(one.name), "year": one.year, "ids": {"trakt": ids["trakt"], **known}}

    def moment(one: Written) -> str:
        return f"{one.day}T20:15:03.000Z"

    files: dict[str, list[Any]] = {}
    for group in ("movie", "show"):
        own = [one for one in entries if kind(one) == group]
        seen = [one for one in own if not one.is_planned]
        files[f"watched/watched-{group}s.json"] = writer.repeated(
            {"plays": one.n_rows, "last_watched_at": moment(one), group: title(one)} for one in seen
        )
        files[f"ratings/ratings-{group}s.json"] = [
            {"rated_at": moment(one), "rating": one.rating, "type": group, group: title(one)}
            for one in seen
            if one.rating
        ]
        files[f"lists/watchlist-{group}s.json"] = [
            {"listed_at": moment(one), "type": group, group: title(one)} for one in own if one.is_planned
        ]
    files["ratings/ratings-episodes.json"] = [
        {
            "rated_at": moment(one),
            "rating": 2,
            "type": "episode",
            "episode": {"number": 1},
            "show": title(one),
        }
        for one in entries[:20]
        if kind(one) == "show" and not one.is_planned
    ]
    return _zipped("trakt-somebody.zip", {path: json.dumps(rows).encode() for path, rows in files.items()})


_IMDB_TYPES = {Form.SERIES: "TV Series", Form.FILM: "Movie", Form.SPECIAL: "TV Special", Form.SHORT: "Short"}


def _imdb(writer: _Writer, entries: Sequence[Written]) -> _File:
    columns = ["Const", "Your Rating", "Date Rated", "Title", "Original Title", "URL", "Title Type",
               "IMDb Rating", "Runtime (mins)", "Year", "Genres", "Num Votes", "Release Date",
               "Directors"]  # fmt: skip
    rows: list[list[object]] = []
    for one in writer.repeated(entries):
        kind = _IMDB_TYPES.get(one.form, "Video") if one.form else "Video"
        named = [writer.padded(one.name), next(iter(one.names[1:]), one.name), "", kind]
        about = ["7.5", "", one.year or "", "Drama", "12", "", ""]
        rows.append([one.ids["imdb"], one.rating or 7, one.day, *named, *about])
    if writer.dirt:
        rows.insert(
            1, ["tt9999999", 8, "2020-01-01", "Some Show: Pilot", "Pilot", "", "TV Episode", *[""] * 7]
        )
    return "ratings.csv", writer.encoded(writer.csv(columns, rows))


def _simkl_type(writer: _Writer, one: Written) -> str:
    if one.form is Form.SERIES:
        return "tv show" if writer.chance(0.5) else "tv"
    return "movie"


def _simkl_csv(writer: _Writer, entries: Sequence[Written]) -> _File:
    columns = ["SIMKL_ID", "Title", "Type", "Year", "Watchlist", "LastEpWatched", "WatchedDate", "Rating",
               "Memo", "TVDB", "TMDB", "IMDB"]  # fmt: skip

    def day(one: Written) -> str:
        year, month, number = one.day.split("-")
        return f"{number}-{month}-{year} 21:50:41" if writer.chance(0.5) else one.day

    rows: list[list[object]] = []
    for place, one in writer.repeated(list(enumerate(entries)), 0.06):
        state = "plan to watch" if one.is_planned else "completed"
        watched = ["s01e08" if one.form is Form.SERIES else "", day(one), one.rating or ""]
        ids = ["", "", one.ids["tmdb"], "" if writer.chance(0.2) else one.ids["imdb"]]
        about = [place + 90_000, writer.padded(one.name), _simkl_type(writer, one), one.year or "", state]
        rows.append([*about, *watched, *ids])
    return "SimklBackup.csv", writer.encoded(writer.csv(columns, rows))


def _simkl_json(writer: _Writer, entries: Sequence[Written]) -> _File:
    document: dict[str, list[Any]] = {"shows": [], "anime": [], "movies": []}
    for place, one in enumerate(entries):
        group, key = ("shows", "show") if one.form is Form.SERIES else ("movies", "movie")
        ids: dict[str, Any] = {"simkl": place + 90_000, "imdb": one.ids["imdb"], "tmdb": int(one.ids["tmdb"])}
        if writer.chance(0.3):
            ids = {"simkl": str(place + 90_000), "tmdb": one.ids["tmdb"]}
        document[group].append(
            {
                "status": "plantowatch" if one.is_planned else "completed",
                "user_rating": one.rating or None,
                "last_watched_at": None if one.is_planned else f"{one.day}T20:15:03Z",
                key: {"title": writer.padded(one.name), "year": one.year, "poster": "x", "ids": ids},
            }
        )
    return "SimklBackup.json", json.dumps(document).encode()


def _list(writer: _Writer, entries: Sequence[Written]) -> _File:
    lines = ["# Watched", ""]
    shapes = ("{}. {} ({}) - {}/10", "- {1} ({2})", "{1}, {2}", "{1} ({2}) {3}/10", "* {1} — {3}/10", "{1}")
    shape = shapes[int(writer.rng.integers(len(shapes) - 2))]
    seen = [one for one in entries if not one.is_planned]
    for place, one in enumerate(writer.repeated(seen), start=1):
        own = str(writer.rng.choice(shapes)) if writer.chance(0.2) else shape
        rating = one.rating or 7
        line = own.format(place, one.name, one.year, rating) if one.year else f"- {one.name}"
        lines.append(f"{line}  " if writer.chance(0.05) else line)
        if writer.chance(0.05):
            lines.append("")
    lines.extend(["", "## Watchlist", ""])
    lines.extend(
        f"- [ ] {one.name} ({one.year})" if one.year else f"- [ ] {one.name}"
        for one in entries
        if one.is_planned
    )
    return "my films.txt", writer.encoded("\n".join(lines) + "\n")


_Write = Callable[[_Writer, Sequence[Written]], _File]
_FORMATS: dict[str, tuple[_Write, Callable[[Title], bool], str]] = {
    "letterboxd": (_letterboxd, is_film, "english"),
    "netflix-account": (_netflix_account, is_any, "local"),
    "netflix-requested": (_netflix_requested, is_any, "local"),
    "myanimelist": (_myanimelist, is_animated, "romaji"),
    "anilist": (_anilist, is_animated, "romaji"),
    "trakt": (_trakt, is_any, "english"),
    "imdb": (_imdb, is_any, "english"),
    "simkl-csv": (_simkl_csv, is_any, "english"),
    "simkl-json": (_simkl_json, is_any, "english"),
    "list": (_list, is_any, "hand"),
}
FORMATS = tuple(_FORMATS)
