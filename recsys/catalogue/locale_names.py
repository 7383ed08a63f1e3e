"""What countries and languages are called, taken out of babel's locales once and for all.

Thirty locales take a quarter of a second and tens of megabytes to load, which nobody wants to
wait for who asks what is similar to one title; the names that are needed of them are a small file.
``python -m recsys.catalogue.locale_names > recsys/catalogue/builtin/locale_names.json`` writes it
again; a test compares.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from babel import __version__
from babel.core import Locale, get_global

from recsys.catalogue.countries import folded
from recsys.catalogue.package_data import vocabulary_file

_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
# Languages in which people write country names; a name that two of them use differently
# keeps the meaning of the first.
_LANGUAGES = (
    "ko ja zh zh_Hant fr es th id vi de it pt nl pl ru uk tr ar fa he hi ms fil sv da nb fi cs hu ro el"
).split()
# Languages whose own names people write.
_OWN_NAMES = "ko ja zh th vi id fr es de it pt ru tr hi ar sv da nb fi nl pl".split()


def locale_names() -> dict[str, Any]:
    """Return what the file holds.

    Returns
    -------
    dict
        ``countries`` and ``languages``; ``babel``, the version that said so.
    """
    return {"babel": __version__, "countries": country_names(), "languages": language_names()}


def country_names() -> dict[str, Any]:
    """Return what countries are called.

    Returns
    -------
    dict
        ``codes``; ``english``, the name of each territory; ``first`` and ``other``, the code of each
        folded name as English texts and others write it.
    """
    data, english = vocabulary_file("countries.json"), _territories("en")
    codes = ({code for code in english if len(code) == 2} - _NO_COUNTRIES) | set(data["historic"])
    first = folded(_english_names(data, english, codes))
    others = folded(
        (name, code)
        for language in _LANGUAGES
        for code, name in _territories(language).items()
        if code in codes
    )
    return {
        "codes": sorted(codes),
        "english": dict(sorted(english.items())),
        "first": dict(sorted(first.items())),
        "other": {name: code for name, code in sorted(others.items()) if name not in first},
    }


def language_names() -> dict[str, Any]:
    """Return what languages are called.

    Returns
    -------
    dict
        ``aliases``, the usual code for each other one; ``english``, the name of each code;
        ``codes``, the code of each folded name, in English or in the language itself.
    """
    english = {code: name for code, name in Locale("en").languages.items() if "_" not in code}
    own = ((Locale(code).languages[code], code) for code in _OWN_NAMES)
    return {
        "aliases": dict(sorted(get_global("language_aliases").items())),
        "english": dict(sorted(english.items())),
        "codes": folded([*((name, code) for code, name in sorted(english.items())), *own]),
    }


def _english_names(
    data: Mapping[str, Any], english: Mapping[str, str], codes: set[str]
) -> Iterator[tuple[str, str]]:
    """Yield what English texts write; earlier sources win over later ones."""
    for kind in ("variants", "demonyms"):
        for code, names in data[kind].items():
            yield from ((name, code) for name in names)
    yield from ((name, code) for code, name in data["display"].items())
    yield from ((name, code) for code, name in english.items() if code in codes)
    yield from (("SUN", "SU"), ("YUG", "YU"), ("CSK", "CS"), ("DDR", "DD"))
    for old, new in get_global("territory_aliases").items():
        if len(old) == 3 and old.isalpha() and len(new) == 1 and new[0] in codes:
            yield old, new[0]


def _territories(locale: str) -> dict[str, str]:
    return dict(Locale.parse(locale).territories)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(json.dumps(locale_names(), ensure_ascii=False, indent=0, sort_keys=True) + "\n")
