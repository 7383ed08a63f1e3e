from __future__ import annotations

import pytest

from recsys.model import Model
from recsys.question import ask
from recsys.recommender import Recommender
from service.web.address import Address
from service.web.question import read
from service.web.relaxing import told, without_filter

SEED = [("like", "moss-garden-2015")]


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ([("countries_all", "SG"), ("countries_all", "KR")], "made by Singapore and South Korea"),
        ([("form", "short")], "short"),
        ([("year_from", "2030"), ("year_to", "2040")], "from 2030 on and until 2040"),
        ([("genres", "slice-of-life"), ("genres", "war")], "slice of life"),
        ([("tones", "tearjerker>=3"), ("form", "short")], "tearjerker, strong"),
        ([("cast", "Mori Kaede"), ("medium", "animation")], "with Mori Kaede"),
        ([("released_by", "1950-01-01")], "out by 1950-01-01"),
    ],
)
def test_following_what_an_empty_answer_offers_gives_as_many_titles_as_it_says(
    model: Model, filters: list[tuple[str, str]], words: str
) -> None:
    address = Address.of([*SEED, *filters, ("unknown", "drop")])
    answer = Recommender(model).recommend(read(address).to_question(model))
    assert not answer.results
    for way in answer.relaxations:
        other = without_filter(address, way.drop).plus("k", "100")
        again = Recommender(model).recommend(read(other).to_question(model))
        assert len(again.results) == way.results > 0
    verdicts = ask(model, read(address).to_question(model)).screen.verdicts
    assert words in {told(address, verdict.name) for verdict in verdicts}
