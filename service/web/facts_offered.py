"""What a catalogue knows of places, sources, services and charts, as far as a form offers it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from recsys.index.facets import STATUSES
from recsys.index.terms import COUNTRY, service_key, split_term
from recsys.model import Model
from recsys.title import Status
from recsys.wording import ENGLISH, Language
from service.web.option import Option
from service.web.told import chart, place, source, status

_MOST_PLACES = 200
_MOST_SERVICES = 12
_FEWEST_STATES = 2


@dataclass(frozen=True, slots=True)
class Facts:
    """The values that filters by fact can have; empty where the catalogue knows none.

    Parameters
    ----------
    places, sources : tuple of Option
        Places and kinds of sources, the commonest first.
    statuses, services : tuple of Option
        States, and services, the commonest first.
    watched_in, charts : tuple of Option
        Countries of services by name, and charts.
    """

    places: tuple[Option, ...]
    sources: tuple[Option, ...]
    statuses: tuple[Option, ...]
    services: tuple[Option, ...]
    watched_in: tuple[Option, ...]
    charts: tuple[Option, ...]


def facts_offered(model: Model, language: Language = ENGLISH) -> Facts:
    """Return what a model's catalogue knows.

    Parameters
    ----------
    model : Model
        The model.
    language : Language
        The language of the names.

    Returns
    -------
    Facts
        Only values that some title has.
    """
    states = tuple(_statuses(model))
    codes = sorted({country for _, country in _terms(model, "services") if country})
    return Facts(
        places=tuple(_places(model)),
        sources=tuple(
            Option(kind, source(kind, language).removeprefix("based on a ").removeprefix("based on "), n)
            for kind, n in _counts(model, "sources").most_common()
        ),
        statuses=states if len(states) >= _FEWEST_STATES else (),
        services=tuple(_services(model)),
        watched_in=tuple(
            sorted((Option(c, language.country(c)) for c in codes), key=lambda option: option.name)
        ),
        charts=tuple(_charts(model, language)),
    )


def _counts(model: Model, facet: str) -> Counter[str]:
    indices = getattr(model.facets, facet).indices
    table = model.facets.terms[facet]
    counted = np.bincount(indices, minlength=len(table))
    first = np.argsort(-counted, kind="stable")[:_MOST_PLACES]
    return Counter({table[code]: int(counted[code]) for code in first})


def _terms(model: Model, facet: str) -> list[tuple[str, str]]:
    return [split_term(term) for term in model.facets.terms[facet]]


def _places(model: Model) -> Iterator[Option]:
    counts = _counts(model, "set_in") + _counts(model, "filmed_in")
    for name, n in counts.most_common(_MOST_PLACES):
        if not name.startswith(COUNTRY):
            yield Option(name, place(name), n)


def _statuses(model: Model) -> Iterator[Option]:
    for code, state in enumerate(Status):
        if (model.facets.status == STATUSES.index(state)).any():
            yield Option(str(state), status(str(state)), code)


def _services(model: Model) -> Iterator[Option]:
    """The commonest services, each as some title spells it."""
    matrix = model.facets.services
    counted = np.bincount(matrix.indices, minlength=len(model.facets.terms["services"]))
    counts: Counter[str] = Counter()
    codes: dict[str, int] = {}
    for code, (service, _) in enumerate(_terms(model, "services")):
        counts[service] += int(counted[code])
        codes.setdefault(service, code)
    for service, n in counts.most_common(_MOST_SERVICES):
        entry = int(np.argmax(matrix.indices == codes[service]))
        row = int(matrix.rows_of(np.array([entry]))[0])
        names = [one.service for one in model.title(row).availability]
        spelled = next((name for name in names if service_key(name) == service), place(service))
        yield Option(service, spelled, n)


def _charts(model: Model, language: Language) -> Iterator[Option]:
    """One chart a country; where it has several, one a platform, too."""
    platforms: dict[str, list[str]] = {}
    for country, platform in _terms(model, "charts"):
        platforms.setdefault(f"rank:{country or 'global'}", []).append(platform)
    for name, named in platforms.items():
        yield Option(name, chart(name, language))
        for platform in sorted(named) if len(named) > 1 else ():
            yield Option(f"{name}:{platform}", chart(f"{name}:{platform}", language))
