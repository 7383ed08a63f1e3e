"""Names in viewing histories of Netflix: which part names the show, which the season and the episode.

A row is called ``Show: Season 1: Episode``, but titles contain colons too ("Mission: Impossible",
"Avatar: The Last Airbender: Book 1: The Boy in the Iceberg"), and the words for a season are those of
the viewer's language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_COLON = re.compile(r"\s*：\s*|\s*[:꞉]\s+|\s+:\s*")
_N = r"(?:\d{1,4}|[ivx]{1,5}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_SEASON_WORDS = (
    "seasons?|series|staffel|saison|temporada|stagione|seizoen|säsong|sæson|sesong|kausi|sezon(?:ul)?|évad|"
    "série|sería|řada|sezona|сезон|시즌|シーズン|季|ซีซั่นที่|ซีซั่น|ซีซัน|mùa|phần|musim|الموسم|עונה|κύκλος|σεζόν"
)
_SEASON = re.compile(
    rf"""(?: (?:{_SEASON_WORDS})\s*\.?\s*{_N}(?!\w)(?:\s*\W?\s*\w.*)?
      | {_N}\s*[.ªºa]*\s*(?:{_SEASON_WORDS})
      | 第\s*[\d一二三四五六七八九十]+\s*(?:季|シーズン|期|シリーズ|部)
      | (?:a\s+)?(?:limited|mini)[\s-]*series | miniserien? | mini-?s[ée]rie[sn]? | miniss?[ée]rie | miniseria
      | série\s+limitée | s[ée]rie\s+limita[dt]a | s[ée]rie\s+documental
      | 리미티드\s*시리즈 | 미니\s*시리즈 | リミテッド\s*シリーズ | ミニ\s*シリーズ
      | 限定剧 | 迷你剧 | 限定劇 | 迷你影集
      )""",
    re.IGNORECASE | re.VERBOSE,
)
_PART = re.compile(
    rf"""(?: (?:part|volume|vol\.?|book|chapter|collection|cour|arc|saga|act
           |teil|buch|kapitel|band|partie|livre|chapitre|parte|libro|livro|cap[ií]tulo|volumen|tom|część|deel|del
           |파트|부|パート|巻|ภาค|часть|книга)\s*\.?\s*{_N}
      | 第\s*[\d一二三四五六七八九十]+\s*[部章幕巻卷]
      )""",
    re.IGNORECASE | re.VERBOSE,
)
_EPISODE = re.compile(
    r"""(?: (?:episode|folge|épisode|episodio|episódio|aflevering|avsnitt|afsnit|episod|episode\s+nr\.?|jakso
           |bölüm|odcinek|epizód|серия|эпизод|에피소드|エピソード|ตอนที่|tập|الحلقة|פרק)\s*\.?\s*\d{1,4}
      | 제?\s*\d{1,4}\s*[화회] | 第\s*[\d一二三四五六七八九十百]+\s*[話话集回]
      | \d{1,4}\.\s*(?:bölüm|epizód|rész|díl)
      )(?:\s*\(.*\))?""",
    re.IGNORECASE | re.VERBOSE,
)
_FEW_EPISODES = 2


@dataclass(frozen=True, slots=True)
class Named:
    """What a row is called, read as a show or left as it is.

    Parameters
    ----------
    title : str
        The shortest name that is surely the show's, or the whole text.
    names : tuple of str
        A longer beginning of the text, as catalogues call single seasons; empty for what is no episode.
    is_episode : bool
        Whether the row is an episode.
    """

    title: str
    names: tuple[str, ...] = ()
    is_episode: bool = False


def read_names(texts: Iterable[str]) -> dict[str, Named]:
    """Return what each row of one history is called; rows bear witness for each other.

    Parameters
    ----------
    texts : iterable of str
        Names of all rows.

    Returns
    -------
    dict of str to Named
        By the text of the row.
    """
    split = {text: tuple(part for part in _COLON.split(text) if part) for text in texts}
    marked = {text: place for text, parts in split.items() if (place := _marker(parts)) is not None}
    shows = {_joined(split[text][:place]).casefold() for text, place in marked.items()}
    # A season of its own name ("One Piece: East Blue: …") is one if several episodes stand in it.
    seasons = Counter(_joined(parts[:-1]) for text, parts in split.items() if text not in marked)
    named: dict[str, Named] = {}
    for text, parts in split.items():
        if text in marked:
            named[text] = _episode(parts, marked[text])
        elif len(parts) > 2 and (place := _known(parts, shows)) is not None:
            named[text] = _episode(parts, place)
        elif len(parts) > 2 and seasons[_joined(parts[:-1])] >= _FEW_EPISODES:
            named[text] = _episode(parts, len(parts) - 2)
        else:
            named[text] = Named(text)
    return named


def _marker(parts: tuple[str, ...]) -> int | None:
    """Return the place of the part that names a season or an episode."""
    for place in range(1, len(parts)):
        part = parts[place].strip("\"'“”«»„ ")
        if _SEASON.fullmatch(part) or _EPISODE.fullmatch(part) or _is_own_number(parts[0], part):
            return place
        # "Kill Bill: Vol. 1" is a film; "Money Heist: Part 1: Episode 1" is not.
        if _PART.fullmatch(part) and place + 1 < len(parts):
            return place
    return None


def _is_own_number(show: str, part: str) -> bool:
    """Whether a part is the show's name with a number, as in "Stranger Things: Stranger Things 3"."""
    rest = part[len(show) :] if part.casefold().startswith(show.casefold()) else ""
    return rest.strip().isdigit()


def _known(parts: tuple[str, ...], shows: set[str]) -> int | None:
    """Return how many parts name a show that other rows surely name."""
    return next((n for n in range(len(parts) - 2, 0, -1) if _joined(parts[:n]).casefold() in shows), None)


def _episode(parts: tuple[str, ...], place: int) -> Named:
    """Return an episode of the show that the parts before a place name.

    Shorter names are not offered: "Money Heist: Korea" is not "Money Heist".
    """
    longer = (_joined(parts[: place + 1]),) if place + 1 < len(parts) else ()
    return Named(_joined(parts[:place]), longer, is_episode=True)


def _joined(parts: tuple[str, ...]) -> str:
    return ": ".join(parts)
