"""What a matched history says of its viewer: what was liked how much, and what need not come again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import mean
from typing import Any

from recsys.errors import UnresolvedName
from recsys.history.matching import Match
from recsys.history.record import Watching
from recsys.model import Model
from recsys.names import resolve
from recsys.query import Blend, Seed
from recsys.query_document import MOST_EXCLUDED

MOST_LIKES = 100
MOST_DISLIKES = 20
LIKED = 0.8
"""Share of the best rating from which a title counts in full: four stars of five, 8 of 10."""

ENOUGH = 10
"""With fewer titles rated so high, those above the viewer's own mean count half."""

HALF = 0.5
"""Weight of a title that was seen and not rated, and of one that was rated fairly well."""

DISLIKED = 0.4
"""Share of the best rating up to which a rating below the viewer's own mean is a dislike."""

_FULL = 1.0
_DISLIKED_SHARE = 5


@dataclass(frozen=True, slots=True)
class Profile:
    """A viewer, as far as a question needs to know.

    Parameters
    ----------
    like, dislike : tuple of Seed
        Titles by id, the strongest first.
    seen : tuple of str
        Ids of all titles that were begun.
    n_liked, n_disliked : int
        How many there were before the list was cut to what a question holds.
    """

    like: tuple[Seed, ...]
    dislike: tuple[Seed, ...]
    seen: tuple[str, ...]
    n_liked: int
    n_disliked: int

    def strongest(self, most: int) -> Profile:
        """Return the same viewer with fewer seeds, for who shares a question with others.

        Parameters
        ----------
        most : int
            Likes and dislikes that are left; a fifth of them may be dislikes.

        Returns
        -------
        Profile
            Its strongest likes and dislikes; what was seen stays whole.
        """
        dislike = self.dislike[: most // _DISLIKED_SHARE]
        return replace(self, like=self.like[: most - len(dislike)], dislike=dislike)

    def added_to(
        self, document: Mapping[str, Any], model: Model, *, without_series: bool = False
    ) -> dict[str, Any]:
        """Return the JSON of a question as this viewer asks it.

        Parameters
        ----------
        document : mapping
            What else is asked; its own seeds come first and count as given.
        model : Model
            The model that will be asked, to know by whatever name a seed is there already.
        without_series : bool, default False
            Whether the story worlds of what was seen stay away, too.

        Returns
        -------
        dict
            With what was liked and disliked as further seeds, near to any of the likes; with
            all that was seen left out.
        """
        like, dislike = list(document.get("like", ())), list(document.get("dislike", ()))
        own = {_id_of(model, seed) for seed in (*like, *dislike)}
        like += [{"id": seed.name, "weight": seed.weight} for seed in self.like if seed.name not in own]
        dislike += [{"id": seed.name} for seed in self.dislike if seed.name not in own]
        return {
            "blend": Blend.NEAREST.value,
            **document,
            "like": like[:MOST_LIKES],
            "dislike": dislike[:MOST_LIKES],
            "exclude": [*dict.fromkeys((*document.get("exclude", ()), *self.seen))][:MOST_EXCLUDED],
            "exclude_series": without_series or bool(document.get("exclude_series")),
        }


def _id_of(model: Model, seed: Any) -> str | None:
    """Return the id of the title that a seed of a document means, if it surely means one."""
    if isinstance(seed, Mapping):
        if "id" in seed:
            return str(seed["id"])
        seed = seed.get("title")
    if not isinstance(seed, str):
        return None
    try:
        return model.names.ids.table[resolve(model.names, seed, model.choice).row]
    except UnresolvedName:
        return None  # whoever answers says so


@dataclass(frozen=True, slots=True)
class _Opinion:
    """All that the records of one title say together."""

    id: str
    rating: float | None
    is_liked: bool
    is_disliked: bool
    is_finished: bool
    date: str


def profile_of(model: Model, matches: Sequence[Match]) -> Profile:
    """Return what the matches of a history say.

    A rating of four fifths of the scale, a heart or a thumb is a like in full; finer weights
    found no more of what viewers like (docs/decisions/0013). Who rates few titles so high has
    those above the own mean count half. So does what was seen without a rating; a dropped
    title is no like. Up to two fifths, and below the viewer's own mean, is a dislike.

    Parameters
    ----------
    model : Model
        The model that they were matched against.
    matches : sequence of Match
        All of a history.

    Returns
    -------
    Profile
        Empty where nothing was matched.
    """
    opinions = _opinions(model, matches)
    rated = [opinion.rating for opinion in opinions if opinion.rating is not None]
    usual = mean(rated) if rated else LIKED
    is_strict = sum(rating >= LIKED for rating in rated) < ENOUGH
    fair = min(usual, LIKED) if is_strict else LIKED
    likes = [(weight, one) for one in opinions if (weight := _liking(one, fair)) > 0]
    dislikes = [one for one in opinions if _is_dislike(one, usual)]
    likes.sort(key=lambda pair: (pair[0], pair[1].rating or 0.0, pair[1].date, pair[1].id), reverse=True)
    dislikes.sort(key=lambda one: (one.rating or 0.0, one.id))
    return Profile(
        like=tuple(Seed(one.id, round(weight, 4), is_id=True) for weight, one in likes[:MOST_LIKES]),
        dislike=tuple(Seed(one.id, is_id=True) for one in dislikes[:MOST_DISLIKES]),
        seen=tuple(sorted(one.id for one in opinions)),
        n_liked=len(likes),
        n_disliked=len(dislikes),
    )


def _opinions(model: Model, matches: Sequence[Match]) -> list[_Opinion]:
    by_row: dict[int, list[Match]] = {}
    for match in matches:
        if match.row is not None and match.record.watching.is_begun:
            by_row.setdefault(match.row, []).append(match)
    return [_opinion(model.names.ids.table[row], found) for row, found in by_row.items()]


def _opinion(id: str, matches: Sequence[Match]) -> _Opinion:
    records = [match.record for match in matches]
    latest = max(records, key=lambda record: (record.rating is not None, record.date or ""))
    return _Opinion(
        id=id,
        rating=latest.rating,
        is_liked=any(record.is_liked for record in records),
        is_disliked=any(record.is_disliked for record in records),
        is_finished=any(record.watching is not Watching.DROPPED for record in records),
        date=max(record.date or "" for record in records),
    )


def _liking(opinion: _Opinion, fair: float) -> float:
    if opinion.is_liked:
        return _FULL
    if opinion.is_disliked:
        return 0.0
    if opinion.rating is None:
        return HALF if opinion.is_finished else 0.0
    if opinion.rating >= LIKED:
        return _FULL
    return HALF if opinion.rating >= fair else 0.0


def _is_dislike(opinion: _Opinion, usual: float) -> bool:
    if opinion.is_liked:
        return False
    is_low = opinion.rating is not None and opinion.rating <= DISLIKED and opinion.rating < usual
    return opinion.is_disliked or is_low
