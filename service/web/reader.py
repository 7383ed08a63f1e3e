"""Who reads a page: in which language, whether that was chosen, and where the reader stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request

from recsys.wording import ENGLISH, LANGUAGES, Language, language_of
from service.languages import accepted, language_headers
from service.web.address import Pair

PARAMETER = "language"
_OWN_NAMES = {"en": "English", "ko": "한국어", "ja": "日本語"}


@dataclass(frozen=True, slots=True)
class Switch:
    """One language that can be chosen.

    Parameters
    ----------
    code, name : str
        BCP 47, and the language's own name.
    address : str
        The same page in it.
    is_current : bool
        Whether the page is in it already.
    """

    code: str
    name: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a page.

    Parameters
    ----------
    language : Language
        The language of answers and names.
    is_chosen : bool
        Whether the address names it; else the browser's wishes were asked.
    path : str
        Path of the page.
    pairs : tuple of (str, str)
        Its query string, the language apart.
    """

    language: Language = ENGLISH
    is_chosen: bool = False
    path: str = "/"
    pairs: tuple[Pair, ...] = ()

    def here(self, address: object) -> str:
        """Return an address of this service in the language that was chosen.

        Parameters
        ----------
        address : object
            Written as text: path, query and fragment.

        Returns
        -------
        str
            Unchanged if no language was chosen, or if the address names one.
        """
        text = str(address)
        path, hash_, fragment = text.partition("#")
        plain, _, query = path.partition("?")
        if not self.is_chosen or not plain or any(name == PARAMETER for name, _ in parse_qsl(query)):
            return text
        asked = f"{query}&" if query else ""
        return f"{plain}?{asked}{urlencode({PARAMETER: self.language.code})}{hash_}{fragment}"

    def switches(self) -> Iterator[Switch]:
        """Yield the languages that there are.

        Yields
        ------
        Switch
            English first.
        """
        for code in LANGUAGES:
            query = urlencode((*self.pairs, (PARAMETER, code)))
            yield Switch(code, own_name(code), f"{self.path}?{query}", code == self.language.code)

    @property
    def headers(self) -> dict[str, str]:
        """What an answer says of its language, and of what decided on it."""
        return language_headers(self.language)


def reader_of(request: Request) -> Reader:
    """Return who asks.

    Parameters
    ----------
    request : Request
        What was asked.

    Returns
    -------
    Reader
        With the language that the address names; else with the one that the browser wishes most.

    Raises
    ------
    QueryError
        If the address names a language that there is not.
    """
    named = request.query_params.get(PARAMETER, "").strip()
    return Reader(
        language_of(named or accepted(request.headers.get("accept-language", ""))),
        bool(named),
        request.url.path,
        tuple((name, value) for name, value in request.query_params.multi_items() if name != PARAMETER),
    )


def own_name(code: str) -> str:
    """Return what a language calls itself.

    Parameters
    ----------
    code : str
        BCP 47.

    Returns
    -------
    str
        Its name.
    """
    if code in _OWN_NAMES:
        return _OWN_NAMES[code]
    from babel.core import Locale  # only for a language that somebody has added

    return Locale.parse(code, sep="-").display_name or code
