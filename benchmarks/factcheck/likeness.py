"""What speaks for and against two works of one name being one: form, medium, countries, people."""

from __future__ import annotations

from benchmarks.factcheck.people import cast_of, directors_of, is_among
from benchmarks.factcheck.reference_title import ReferenceTitle
from recsys.title import Form, Medium, Title

_PEOPLE_INSTEAD_OF_FORM = 2  # a child actor may play in the film and in the series
_FEWEST_AGAINST = 2  # so many facts outweigh a name and an equal year, and one outweighs the name alone
_FEWEST_CAST = 3  # one or two people are too few for a cast without anybody of ours
_FORMS_APART = frozenset({Form.SERIES, Form.FILM})  # specials and shorts are called this or that


def shared_people(title: Title, reference: ReferenceTitle) -> int:
    """Return how many of our directors and cast the reference names too.

    Parameters
    ----------
    title : Title
        Ours.
    reference : ReferenceTitle
        Perhaps the same work.

    Returns
    -------
    int
        Each director is sought among the directors, each of the cast among the cast.
    """
    directors = sum(is_among(credit, reference.directors) for credit in directors_of(title))
    return directors + sum(is_among(credit, reference.cast) for credit in cast_of(title))


def is_other_work(title: Title, reference: ReferenceTitle) -> bool:
    """Whether a reference of our name and year is nevertheless another work.

    Parameters
    ----------
    title : Title
        Ours.
    reference : ReferenceTitle
        With a name of ours.

    Returns
    -------
    bool
        True if one is drawn and the other is not, if the forms contradict each other and few
        people are shared, or if of countries, directors and cast at least two can be compared,
        or one where the year is not ours, and none agrees.
    """
    if _is_drawn_otherwise(reference, title.medium):
        return True
    shared = shared_people(title, reference)
    if {title.form, reference.kind} == _FORMS_APART:
        return shared < _PEOPLE_INSTEAD_OF_FORM
    if shared:
        return False
    countries_compared = bool(title.countries and reference.countries)
    if countries_compared and set(title.countries) & set(reference.countries):
        return False
    directors_compared = bool(directors_of(title) and reference.directors)
    # Who speaks in a dubbed version is nobody of the original cast, but directs none of it either.
    may_be_dubbed = title.medium is Medium.ANIMATION and not directors_compared
    cast_compared = bool(cast_of(title)) and len(reference.cast) >= _FEWEST_CAST and not may_be_dubbed
    needed = _FEWEST_AGAINST if reference.year == title.year else 1
    return countries_compared + directors_compared + cast_compared >= needed


def is_alike(reference: ReferenceTitle, form: Form | None, medium: Medium | None) -> bool:
    """Whether form and medium do not part a work from the one that a reference means.

    Parameters
    ----------
    reference : ReferenceTitle
        Some work.
    form : Form or None
        Of the other work.
    medium : Medium or None
        Of the other work.

    Returns
    -------
    bool
        True also where nothing is known of either.
    """
    return not (_is_drawn_otherwise(reference, medium) or {form, reference.kind} == _FORMS_APART)


def _is_drawn_otherwise(reference: ReferenceTitle, medium: Medium | None) -> bool:
    return None not in (medium, reference.medium) and medium is not reference.medium
