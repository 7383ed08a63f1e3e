"""Catalogues: reading, checking, completing and writing what is known of titles.

Each name is loaded when it is first used: what answers a question need not wait for what reads a
catalogue.
"""

import importlib
import typing

# A module of that name would take the place of the function if it were loaded later.
from recsys.catalogue.audit import AuditReport, Finding, FindingKind, Severity, audit

if typing.TYPE_CHECKING:
    from recsys.catalogue.builtin import load_builtin
    from recsys.catalogue.catalogue import AddedRelation, Catalogue
    from recsys.catalogue.countries import country_code, country_codes, country_name, expand, regions
    from recsys.catalogue.derived import computed_tones, escapism, tones_of, warnings_of
    from recsys.catalogue.jsonl import Reading, read_catalogue, write_catalogue
    from recsys.catalogue.languages import language_code
    from recsys.catalogue.nations import cast_nations
    from recsys.catalogue.problems import Problem
    from recsys.catalogue.row import row_from_title, title_from_row
    from recsys.catalogue.schema import row_schema
    from recsys.catalogue.vocabulary import (
        Genre,
        ToneEntry,
        Tones,
        genre_ids,
        genre_vocabulary,
        tone_vocabulary,
    )

_HOMES = {
    "recsys.catalogue.builtin": "load_builtin",
    "recsys.catalogue.catalogue": "AddedRelation Catalogue",
    "recsys.catalogue.countries": "country_code country_codes country_name expand regions",
    "recsys.catalogue.derived": "computed_tones escapism tones_of warnings_of",
    "recsys.catalogue.jsonl": "Reading read_catalogue write_catalogue",
    "recsys.catalogue.languages": "language_code",
    "recsys.catalogue.nations": "cast_nations",
    "recsys.catalogue.problems": "Problem",
    "recsys.catalogue.row": "row_from_title title_from_row",
    "recsys.catalogue.schema": "row_schema",
    "recsys.catalogue.vocabulary": "Genre ToneEntry Tones genre_ids genre_vocabulary tone_vocabulary",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "AddedRelation",
    "AuditReport",
    "Catalogue",
    "Finding",
    "FindingKind",
    "Genre",
    "Problem",
    "Reading",
    "Severity",
    "ToneEntry",
    "Tones",
    "audit",
    "cast_nations",
    "computed_tones",
    "country_code",
    "country_codes",
    "country_name",
    "escapism",
    "expand",
    "genre_ids",
    "genre_vocabulary",
    "language_code",
    "load_builtin",
    "read_catalogue",
    "regions",
    "row_from_title",
    "row_schema",
    "title_from_row",
    "tone_vocabulary",
    "tones_of",
    "warnings_of",
    "write_catalogue",
]

if not typing.TYPE_CHECKING:  # to a type checker every other name would seem to exist

    def __getattr__(name):
        """Load a name of ``__all__`` from its home, once."""
        if name not in _HOME_OF:
            msg = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(msg)
        value = globals()[name] = getattr(importlib.import_module(_HOME_OF[name]), name)
        return value

    def __dir__():
        """Return the public names, loaded or not."""
        return sorted(globals().keys() | set(__all__))
