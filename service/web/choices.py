"""What a catalogue offers to choose from: its countries, genres and tones, the commonest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from recsys.catalogue import tone_vocabulary
from recsys.catalogue.countries import region_names, regions
from recsys.model import Model
from recsys.wording import ENGLISH, Language
from service.web.facts_offered import Facts, facts_offered
from service.web.option import Option


@dataclass(frozen=True, slots=True)
class Choices:
    """The values that filters of one catalogue can have.

    Parameters
    ----------
    countries, regions, genres : tuple of Option
        The commonest first; regions by name.
    tones : tuple of (str, tuple of Option)
        By group; endings and warnings are groups of their own.
    facts : Facts
        Places, sources, services, charts and the like.
    """

    countries: tuple[Option, ...]
    regions: tuple[Option, ...]
    genres: tuple[Option, ...]
    tones: tuple[tuple[str, tuple[Option, ...]], ...]
    facts: Facts


def choices(model: Model, language: Language = ENGLISH) -> Choices:
    """Return what a model's catalogue offers.

    Parameters
    ----------
    model : Model
        The model.
    language : Language
        The language of the names.

    Returns
    -------
    Choices
        Only values that some title has.
    """
    return Choices(
        # These are offered to be typed, and what is typed is looked up in English.
        countries=tuple(_counted(model, "countries", ENGLISH.country)),
        regions=tuple(_regions(model)),
        genres=tuple(_counted(model, "genres", ENGLISH.genre)),
        tones=tuple(_tones(model)),
        facts=facts_offered(model, language),
    )


def _counted(model: Model, facet: str, name: Callable[[str], str]) -> Iterator[Option]:
    column = getattr(model.facets, facet)
    terms = list(model.facets.terms[facet])
    counts = np.bincount(column.indices, minlength=len(terms))
    for code in np.argsort(-counts, kind="stable"):
        yield Option(terms[code], name(terms[code]), int(counts[code]))


def _regions(model: Model) -> Iterator[Option]:
    made = model.facets.codes["countries"].keys()
    names = region_names()
    for id in sorted(names, key=names.__getitem__):
        if not made.isdisjoint(regions()[id]):
            yield Option(f"region:{id}", names[id])


def _tones(model: Model) -> Iterator[tuple[str, tuple[Option, ...]]]:
    counts = {option.value: option.n_titles for option in _counted(model, "tones", str)}
    entries = [entry for entry in tone_vocabulary() if counts.get(entry.id)]
    group = {entry.id: "endings" if entry.spoiler else entry.group.replace("_", " ") for entry in entries}
    ordered = sorted(entries, key=lambda entry: (group[entry.id], entry.name))
    for name, members in groupby(ordered, key=lambda entry: group[entry.id]):
        yield (
            name,
            tuple(Option(entry.id, entry.name.lower(), counts[entry.id]) for entry in members),
        )
