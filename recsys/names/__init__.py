"""Names of people and titles: folding, one token a person, search, and resolving what was typed."""

from __future__ import annotations

from recsys.names.chosen_strings import ChosenStrings
from recsys.names.external_ids import ExternalIds
from recsys.names.fold import fold_text, title_key
from recsys.names.hash_index import HashIndex
from recsys.names.people import PeopleIndex, person_key
from recsys.names.resolve import Resolved, resolve
from recsys.names.search import NameHit, nearest, search
from recsys.names.strings import StringTable
from recsys.names.title_index import TitleNames

__all__ = [
    "ChosenStrings",
    "ExternalIds",
    "HashIndex",
    "NameHit",
    "PeopleIndex",
    "Resolved",
    "StringTable",
    "TitleNames",
    "fold_text",
    "nearest",
    "person_key",
    "resolve",
    "search",
    "title_key",
]
