"""What tells a title apart from others: its ids, names, years, form, countries and people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from recsys.names import person_key, title_key
from recsys.title import Credit, Form, Medium, Role, Title

# These sites number films and series separately: the same number may mean two titles.
_NUMBERED_BY_FORM = frozenset({"tmdb", "tvdb", "trakt"})
_KIND = {Form.SERIES: "series", Form.FILM: "film", Form.SHORT: "film"}
_ROLES = {
    Role.ACTOR: "cast",
    Role.VOICE: "cast",
    Role.DIRECTOR: "director",
    Role.WRITER: "writer",
    Role.CREATOR: "writer",
}
# A special is a film to some and a short to others; a special of a series is not the series.
_COMPATIBLE = {frozenset(pair) for pair in ((Form.SPECIAL, Form.FILM), (Form.SPECIAL, Form.SHORT))}


@dataclass(slots=True)
class Profile:
    """What is known of one title by all titles that were found to be that one.

    Parameters
    ----------
    titles : list of Title
        One of each catalogue, the first one first.
    """

    titles: list[Title]
    ids: dict[str, set[str]] = field(init=False)
    keys: set[str] = field(init=False)
    years: set[int] = field(init=False)
    _people: Mapping[str, frozenset[str]] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        """Gather what is asked for of every title."""
        self.ids, self.keys, self.years = {}, set(), set()
        for title in self.titles:
            self._gather(title)

    def add(self, title: Title) -> None:
        """Take in one more title that was found to be this one.

        Parameters
        ----------
        title : Title
            A title of another catalogue.
        """
        self.titles.append(title)
        self._gather(title)
        self._people = None

    def _gather(self, title: Title) -> None:
        for site, value in site_ids(title):
            self.ids.setdefault(site, set()).add(value)
        self.keys.update(name_keys(title))
        if title.year is not None:
            self.years.add(title.year)

    @property
    def forms(self) -> set[Form]:
        """Forms that the titles have."""
        return {title.form for title in self.titles if title.form is not None}

    @property
    def media(self) -> set[Medium]:
        """Media that the titles have."""
        return {title.medium for title in self.titles if title.medium is not None}

    @property
    def countries(self) -> set[str]:
        """Production countries that any of the titles names."""
        return {country for title in self.titles for country in title.countries}

    @property
    def people(self) -> Mapping[str, frozenset[str]]:
        """Keys of people by what they did; gathered only where two titles are compared."""
        if self._people is None:
            self._people = self._found_people()
        return self._people

    def _found_people(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for title in self.titles:
            for credit in title.credits:
                if (role := _ROLES.get(credit.role)) is not None:
                    found.setdefault(role, set()).update(person_keys(credit))
        return {role: frozenset(keys) for role, keys in found.items() if keys}


def site_ids(title: Title) -> Iterator[tuple[str, str]]:
    """Yield the ids of a title elsewhere in one spelling.

    Parameters
    ----------
    title : Title
        The title.

    Yields
    ------
    tuple of str
        Site and id there. A number of a site that counts films and series apart comes with the
        kind, and not at all where the kind is not known.
    """
    for site, value in title.external_ids.items():
        name, text = site.strip().casefold(), value.strip().casefold()
        if name == "imdb":
            text = f"tt{text.removeprefix('tt').lstrip('0').zfill(7)}"
        if name in _NUMBERED_BY_FORM:
            kind = _KIND.get(title.form) if title.form is not None else None
            if kind is None:
                continue
            name = f"{name} {kind}"
        if text:
            yield name, text


def name_keys(title: Title) -> Iterator[str]:
    """Yield the folded names of a title.

    Parameters
    ----------
    title : Title
        The title.

    Yields
    ------
    str
        Key of each name that has one.
    """
    yield from filter(None, map(title_key, title.names))


def person_keys(credit: Credit) -> frozenset[str]:
    """Return the keys of all spellings of a credited person's name.

    Parameters
    ----------
    credit : Credit
        One person's work.

    Returns
    -------
    frozenset of str
        Keys as :func:`recsys.names.person_key` gives them.
    """
    written: Iterable[str | None] = (credit.person, credit.native, *credit.aliases)
    return frozenset(key for key in (_key(name) for name in written if name) if key)


@lru_cache(maxsize=2**17)
def _key(name: str) -> str:
    """Key of a name; the same people are credited again and again."""
    return person_key(name)


def same_ids(one: Profile, other: Profile) -> list[str]:
    """Return the sites whose ids two titles share.

    Parameters
    ----------
    one, other : Profile
        Two titles.

    Returns
    -------
    list of str
        Sorted.
    """
    return sorted(site for site in one.ids.keys() & other.ids.keys() if one.ids[site] & other.ids[site])


def other_ids(one: Profile, other: Profile) -> list[str]:
    """Return the sites where two titles have different ids.

    Parameters
    ----------
    one, other : Profile
        Two titles.

    Returns
    -------
    list of str
        Sorted.
    """
    return sorted(site for site in one.ids.keys() & other.ids.keys() if not one.ids[site] & other.ids[site])


def years_apart(one: Profile, other: Profile) -> int | None:
    """Return how far the years of two titles are apart.

    Parameters
    ----------
    one, other : Profile
        Two titles.

    Returns
    -------
    int or None
        None where a year is not known.
    """
    gaps = (abs(a - b) for a in one.years for b in other.years)
    return min(gaps, default=None)


def is_compatible(one: Profile, other: Profile) -> bool:
    """Return whether form, medium and countries let two titles be one.

    Parameters
    ----------
    one, other : Profile
        Two titles.

    Returns
    -------
    bool
        True also where nothing is known.
    """
    forms = not (one.forms and other.forms) or any(
        a is b or frozenset((a, b)) in _COMPATIBLE for a in one.forms for b in other.forms
    )
    media = not (one.media and other.media) or bool(one.media & other.media)
    countries = not (one.countries and other.countries) or bool(one.countries & other.countries)
    return forms and media and countries


def shares_person(one: Profile, other: Profile) -> bool | None:
    """Return whether somebody did the same in two titles.

    Parameters
    ----------
    one, other : Profile
        Two titles.

    Returns
    -------
    bool or None
        None where what is known of people cannot be compared. Several people direct and write
        a series, so that for a series only a cast without anybody in common says False.
    """
    known = one.people.keys() & other.people.keys()
    if any(one.people[role] & other.people[role] for role in known):
        return True
    telling = {"cast"} if Form.SERIES in one.forms | other.forms else {"cast", "director"}
    return False if known & telling else None
