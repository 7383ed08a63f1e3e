"""The language of an answer: what the address names, else what the reader accepts, else English."""

from __future__ import annotations

import re
from typing import Annotated

from babel.core import negotiate_locale
from fastapi import Depends, Header, Query, Response

from recsys.wording import ENGLISH, LANGUAGES, Language, language_of

_MOST = 20
_RANGE = re.compile(
    r"\s*(?P<tag>\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)"
    r"\s*(?:;\s*[qQ]=(?P<weight>0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?\s*"
)


def accepted(header: str) -> str:
    """Return the language that a reader would rather have, of those in which there are answers.

    Parameters
    ----------
    header : str
        ``Accept-Language`` (RFC 9110, section 12.5.4); what is no language in it is passed over.

    Returns
    -------
    str
        Code of the language, found by lookup (RFC 4647, section 3.4); English if there is none.
    """
    found = [match for part in header.split(",")[:_MOST] if (match := _RANGE.fullmatch(part))]
    weighed = [(float(match["weight"] or 1), match["tag"]) for match in found]
    wished = [tag for weight, tag in sorted(weighed, key=lambda pair: -pair[0]) if weight > 0]
    shortened = [shorter for tag in wished for shorter in _shortened(tag)]
    chosen = (negotiate_locale(shortened, LANGUAGES, sep="-") or ENGLISH.code).casefold()
    return next(code for code in LANGUAGES if code.casefold() == chosen)


def _shortened(tag: str) -> list[str]:
    """A tag, and the same with fewer and fewer of its parts; any language at all is English."""
    parts = (ENGLISH.code if tag == "*" else tag).split("-")
    return ["-".join(parts[:n]) for n in range(len(parts), 0, -1)]


def language_headers(language: Language) -> dict[str, str]:
    """Return the headers that tell in which language an answer is, and what else decided.

    Parameters
    ----------
    language : Language
        The language of the answer.

    Returns
    -------
    dict of str to str
        ``Content-Language``, and ``Vary`` for the caches on the way.
    """
    return {"content-language": language.code, "vary": "Accept-Language"}


async def _accepted_language(
    accept_language: Annotated[
        str,
        Header(
            description="Languages that the reader knows, where `language` names none.",
            examples=["ko, en;q=0.8"],
        ),
    ] = "",
) -> str:
    return accepted(accept_language)


AcceptedLanguage = Annotated[str, Depends(_accepted_language)]
"""Parameter of a route: the code of the language to answer in where the question names none."""


async def _named_language(
    response: Response,
    accepted: AcceptedLanguage,
    language: Annotated[
        str | None,
        Query(
            min_length=2,
            max_length=20,
            description="Language of names; else that of the header Accept-Language, else English.",
            examples=["ko"],
        ),
    ] = None,
) -> Language:
    chosen = language_of(language or accepted)
    response.headers.update(language_headers(chosen))
    return chosen


NamedLanguage = Annotated[Language, Depends(_named_language)]
"""Parameter of a route that answers with a document: its language, which its headers then tell."""
