"""The main page: a question, its answer, and everything that can be changed about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from recsys.answer import Answer, RelatedTitle
from recsys.errors import QueryError
from recsys.features.free_text import understand
from recsys.model import Model
from recsys.recommender import Recommender
from recsys.wording import ENGLISH, Language
from service.web.address import Address
from service.web.cards import Card, TitleView, cards, view_of
from service.web.choices import Choices, choices
from service.web.question import SEEDS, PageParameters, Settled, read, settle
from service.web.relaxing import told, without_filter
from service.web.rendering import page
from service.web.settings import Setting, settings
from service.web.told import wish

PAGE = 10
MOST = 100
# What dropping all settings leaves: the viewer, not the wishes.
_KEPT = frozenset("like dislike like2 dislike2 text blend seen series language".split())
_STARTERS = 24
_WISHES = (
    "slow burn romance without a love triangle",
    "healing anime in a small town",
    "dark revenge thriller",
    "time travel and first love",
    "two detectives, one case in Seoul and Tokyo",
)


@dataclass(frozen=True, slots=True)
class Way:
    """A filter to drop, what that gives, and where it leads: nowhere if only the words say it."""

    text: str
    n_results: int
    address: Address | None


@dataclass(frozen=True, slots=True)
class Asked:
    """All that the main page shows.

    Parameters
    ----------
    settled : Settled
        The question's address, and names that are not settled.
    parameters : PageParameters
        What the form shows as chosen.
    answer : Answer or None
        None if nothing is asked, or the question cannot be asked.
    cards : tuple of Card
        The answer's results.
    ways : tuple of Way
        What to drop, when the filters leave nothing.
    liked, disliked : tuple of TitleView
        The seeds.
    liked_too, disliked_too : tuple of TitleView
        Those of a second viewer.
    settings : tuple of Setting
        Everything else that was set.
    starters : tuple of TitleView
        Titles to begin with, when nothing is asked.
    examples : tuple of str
        Wishes to begin with, when nothing is asked.
    choices : Choices
        What the catalogue offers.
    wishes : tuple of str
        What was understood of a wish in one's own words.
    refusal : str
        Why the question cannot be asked; empty if it can.
    """

    settled: Settled
    parameters: PageParameters
    answer: Answer | None
    cards: tuple[Card, ...]
    ways: tuple[Way, ...]
    liked: tuple[TitleView, ...]
    disliked: tuple[TitleView, ...]
    liked_too: tuple[TitleView, ...]
    disliked_too: tuple[TitleView, ...]
    settings: tuple[Setting, ...]
    starters: tuple[TitleView, ...]
    examples: tuple[str, ...]
    choices: Choices
    wishes: tuple[str, ...]
    refusal: str

    @property
    def address(self) -> Address:
        """The plainest address of the question."""
        return self.settled.address

    @property
    def deeper(self) -> Address | None:
        """Where a longer list is, if there may be one."""
        k = self.parameters.k
        is_full = len(self.cards) == k and k < MOST
        return self.address.replaced("k", min(k + PAGE, MOST)) if is_full else None

    @property
    def bare(self) -> Address:
        """The same viewer and premise, without any other setting."""
        return Address(tuple(pair for pair in self.address.pairs if pair[0] in _KEPT))

    @property
    def versions(self) -> list[RelatedTitle]:
        """Titles that tell a seed's story again."""
        return [title for title in self.answer.related if title.is_version] if self.answer else []

    @property
    def related(self) -> list[RelatedTitle]:
        """The other titles of the seeds' story worlds."""
        return [title for title in self.answer.related if not title.is_version] if self.answer else []

    @property
    def another(self) -> Address:
        """Where another draw of the same question is."""
        return self.address.replaced("seed", (self.parameters.seed or 0) + 1)

    @property
    def is_greeting(self) -> bool:
        """Whether nothing has been asked yet."""
        return _is_greeting(self.settled, self.refusal)

    @property
    def status(self) -> int:
        """The HTTP status of the page."""
        return 422 if self.refusal else 200


def asked(model: Model, address: Address, language: Language = ENGLISH) -> Asked:
    """Return what the main page shows for an address.

    Parameters
    ----------
    model : Model
        The model that answers.
    address : Address
        What was sent.
    language : Language
        The language of the answer.

    Returns
    -------
    Asked
        With an answer, or with what is to be settled first.
    """
    settled = settle(model, address)
    parameters, answer, refusal = PageParameters(), None, ""
    try:
        parameters = read(settled.address)
        if settled.asks:
            answer = Recommender(model).recommend(parameters.to_question(model, language))
    except QueryError as error:
        refusal = str(error)
    is_greeting = _is_greeting(settled, refusal)
    seeds = {name: _views(model, settled.address.values(name), language) for name in SEEDS}
    understood = answer.query.understood if answer else ()
    return Asked(
        settled=settled,
        parameters=parameters,
        answer=answer,
        cards=tuple(cards(model, answer, settled.address, language)) if answer else (),
        ways=tuple(_ways(answer, settled.address, language)) if answer else (),
        liked=seeds["like"],
        disliked=seeds["dislike"],
        liked_too=seeds["like2"],
        disliked_too=seeds["dislike2"],
        settings=tuple(settings(settled.address, language)),
        starters=starters(model, language) if is_greeting else (),
        examples=tuple(_examples(model)) if is_greeting else (),
        choices=choices(model, language),
        wishes=tuple(wish(said, model.people, language) for said in understood),
        refusal=refusal,
    )


def warm_up(model: Model) -> None:
    """Answer one question for nobody: vocabularies and templates are read before the first viewer comes.

    Parameters
    ----------
    model : Model
        The model that will answer.
    """
    page("find.html", model=model, shown=asked(model, Address((("like", model.title(0).id),))))


def starters(model: Model, language: Language = ENGLISH) -> tuple[TitleView, ...]:
    """Return titles to begin with: those that stand for most of the catalogue, famous or not.

    Parameters
    ----------
    model : Model
        The model.
    language : Language
        The language of their names.

    Returns
    -------
    tuple of TitleView
        At most 24.
    """
    return tuple(view_of(model, int(row), language) for row in model.overview.representatives[:_STARTERS])


def _examples(model: Model) -> Iterator[str]:
    """Yield wishes of which the catalogue knows every word."""
    for text in _WISHES:
        found = understand(text, model.space, model.people)
        if found.known and not found.ignored:
            yield text


def _is_greeting(settled: Settled, refusal: str) -> bool:
    return not (settled.asks or settled.unsettled or refusal)


def _views(model: Model, ids: list[str], language: Language) -> tuple[TitleView, ...]:
    rows = (model.names.row_of_id(id) for id in ids)
    return tuple(view_of(model, row, language) for row in rows if row is not None)


def _ways(answer: Answer, address: Address, language: Language) -> Iterator[Way]:
    for way in answer.relaxations:
        other = without_filter(address, way.drop)
        yield Way(told(address, way.drop, language), way.results, other if other != address else None)
