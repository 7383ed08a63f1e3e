"""From an address to a question: names settled, or the choice that is the viewer's to make."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from recsys.errors import Choice, QueryError
from recsys.features.free_text import understand
from recsys.model import Model
from recsys.query import Blend, Query
from recsys.query_document import query_from_json
from recsys.wording import ENGLISH, Language
from service.parameters import SimilarParameters, amounts
from service.web.address import Address
from service.web.canonical import canonical
from service.web.meant import Meant, meant
from service.web.seen import LONGEST, seen_ids

TYPED = "q"
"""What was typed into the one field of the plain search: a title or, failing that, a premise."""

FOR_YOU, FOR_THE_OTHER = "you", "the other"
"""What two viewers are called where only an address speaks of them."""

SEEDS = ("like", "dislike", "like2", "dislike2")
"""Names of titles to start from; those with a 2 are a second viewer's."""

_NAMES = (TYPED, *SEEDS)
# Without one of these there is nothing to answer; the others only say how.
_ASKING = frozenset(
    "like dislike like2 text more tones cast creators genres avoid form medium released_by".split()
    + [f"countries_{rule}" for rule in ("all", "any", "none", "only")]
    + "cast_from directors_from writers_from cities_all cities_any set_in filmed_in source status".split()
    + "year_from year_to period_from period_to min_minutes max_minutes max_episodes".split()
    + "services region within among".split()
)
_Names = Annotated[list[Annotated[str, Field(max_length=500)]], Field(max_length=100)]


class PageParameters(SimilarParameters):
    """The names that an address may bear: those of ``/v1/similar``, and the seeds."""

    like: _Names = Field([])
    dislike: _Names = Field([])
    like2: _Names = Field([], description="What somebody else likes who watches, too.")
    dislike2: _Names = Field([])
    text: str = Field("", max_length=2000)
    blend: Blend = Field(Blend.MEAN)
    seen: str = Field("", max_length=LONGEST, description="What the viewer has seen, as bits of rows.")
    among: str = Field("", max_length=LONGEST, description="The titles to choose from, as bits of rows.")
    series: Literal["", "seen"] = Field("", description="Whether series of what was seen stay away, too.")
    weigh: Annotated[list[str], Field(max_length=50)] = Field(
        [], description="Block and factor, as in `cast:2`: counts twice what the model gives it."
    )

    def to_question(self, model: Model, language: Language = ENGLISH) -> Query:
        """Return the question.

        Parameters
        ----------
        model : Model
            The model whose block weights are multiplied.
        language : Language
            The language of the answer.

        Returns
        -------
        Query
            The same question as from every other door.

        Raises
        ------
        QueryError
            If it cannot be asked.
        """
        known = model.info.weights
        factors = amounts(self.weigh)
        document = self.to_document()
        chosen = [*document["filters"]["within"], *seen_ids(model, self.among)]
        return query_from_json(
            {
                **document,
                **self._viewers(language),
                "filters": {**document["filters"], "within": chosen},
                "text": self.text,
                "language": language.code,
                "blend": self.blend.value,
                "exclude": seen_ids(model, self.seen),
                "exclude_series": self.series == "seen",
                "weights": {name: factor * known.get(name, 1.0) for name, factor in factors.items()},
            }
        )

    @property
    def is_for_two(self) -> bool:
        """Whether two viewers ask together; one who likes nothing has no say."""
        return bool(self.like and self.like2)

    def _viewers(self, language: Language) -> dict[str, Any]:
        if not self.is_for_two:
            return {"like": self.like or self.like2, "dislike": self.dislike + self.dislike2}
        # In other languages a viewer is called by a number: that is translated.
        names = (FOR_YOU, FOR_THE_OTHER) if language == ENGLISH else ("", "")
        tastes = ((self.like, self.dislike), (self.like2, self.dislike2))
        return {
            "together": [
                {"like": like, "dislike": dislike, "name": name, "blend": self.blend.value}
                for name, (like, dislike) in zip(names, tastes, strict=True)
            ]
        }


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A typed name that does not lead to one title, with the titles that may be meant.

    Parameters
    ----------
    typed : str
        The name.
    is_ambiguous : bool
        Whether several titles bear it; else none does, and the nearest are offered.
    options : tuple of (Choice, Address)
        Each title, and the address that asks with it.
    """

    typed: str
    is_ambiguous: bool
    options: tuple[tuple[Choice, Address], ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """An address whose names are ids.

    Parameters
    ----------
    address : Address
        Without the names that led nowhere.
    unsettled : tuple of Unsettled
        Those names.
    is_premise : bool
        Whether what was typed is no title and is read as a premise instead.
    """

    address: Address
    unsettled: tuple[Unsettled, ...] = ()
    is_premise: bool = False

    @property
    def asks(self) -> bool:
        """Whether there is anything to answer."""
        return any(name in _ASKING for name, _ in self.address.pairs)


def settle(model: Model, address: Address) -> Settled:
    """Return an address with every typed title replaced by its id.

    Parameters
    ----------
    model : Model
        The model that will answer.
    address : Address
        As it was sent.

    Returns
    -------
    Settled
        Names that lead to no title or to several are left out and told apart. What was typed
        into the plain search and is no title is read as a premise, where it can be.
    """
    known = Address.of(canonical(*pair) for pair in address.pairs if pair[0] not in _NAMES)
    missed: list[tuple[str, Meant]] = []
    premise = False
    for name, typed in (pair for pair in address.pairs if pair[0] in _NAMES):
        role, found = "like" if name == TYPED else name, meant(model, typed)
        if found.row is not None:
            known = known.plus(role, model.title(found.row).id)
            continue
        missed.append((role, found))
        if name == TYPED and not found.is_ambiguous and _is_understood(model, typed):
            known, premise = known.replaced("text", typed), True
    return Settled(
        known,
        tuple(
            Unsettled(
                found.typed,
                found.is_ambiguous,
                # Choosing a title takes the place of the premise that its name was read as.
                tuple(
                    (choice, (known.minus("text", found.typed) if premise else known).plus(role, choice.id))
                    for choice in found.choices
                ),
            )
            for role, found in missed
        ),
        premise,
    )


def read(address: Address) -> PageParameters:
    """Return the checked parameters of an address.

    Parameters
    ----------
    address : Address
        Settled or not; the plain search apart.

    Returns
    -------
    PageParameters
        Every value within its bounds.

    Raises
    ------
    QueryError
        If a name is not known or a value cannot be used; names the first one.
    """
    given: dict[str, list[str]] = defaultdict(list)
    for name, value in address.pairs:
        given[name].append(value)
    fields = PageParameters.model_fields
    try:
        return PageParameters.model_validate(
            {name: values if _is_list(fields, name) else values[-1] for name, values in given.items()}
        )
    except ValidationError as error:
        first: Any = error.errors(include_url=False, include_input=False, include_context=False)[0]
        msg = f"{str(first['loc'][0])[:40]}: {first['msg'][:200]}"
        raise QueryError(msg) from None


def _is_list(fields: Any, name: str) -> bool:
    return name in fields and fields[name].default == []


def _is_understood(model: Model, typed: str) -> bool:
    understood = understand(typed, model.space, model.people)
    return not understood.is_empty
