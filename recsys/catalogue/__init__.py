"""Catalogues: reading, checking, completing and writing what is known of titles."""

from recsys.catalogue.audit import AuditReport, Finding, FindingKind, Severity, audit
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
