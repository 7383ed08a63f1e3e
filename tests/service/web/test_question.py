from __future__ import annotations

import pytest

from recsys.errors import QueryError
from recsys.model import Model
from service.web.address import Address
from service.web.question import read, settle


def settled(model: Model, **typed: str) -> str:
    return str(settle(model, Address.of(typed.items())).address)


def test_a_typed_title_becomes_its_id(model: Model) -> None:
    assert settled(model, q="종이 등불") == "/?like=paper-lanterns-2019"


def test_an_ambiguous_name_offers_an_address_for_each_title(model: Model) -> None:
    (name,) = settle(model, Address.of([("q", "Tin Soldier"), ("form", "film")])).unsettled
    assert name.is_ambiguous
    assert {str(address) for _, address in name.options} == {
        "/?form=film&like=tin-soldier-2001",
        "/?form=film&like=tin-soldier-2018",
    }


def test_a_name_that_no_title_bears_is_read_as_a_premise(model: Model) -> None:
    found = settle(model, Address.of([("q", "a detective on a ferry")]))
    assert str(found.address) == "/?text=a+detective+on+a+ferry"
    assert found.is_premise


def test_choosing_the_nearest_title_drops_the_premise(model: Model) -> None:
    (name,) = settle(model, Address.of([("q", "detective ferry night")])).unsettled
    assert name.options
    assert all("text" not in str(address) for _, address in name.options)


def test_words_that_nothing_knows_are_no_question(model: Model) -> None:
    found = settle(model, Address.of([("q", "zzxxqq")]))
    assert not found.asks
    assert found.unsettled


def test_a_later_title_is_kept_while_an_earlier_one_is_chosen(model: Model) -> None:
    (name,) = settle(model, Address.of([("like", "Tin Soldier"), ("like", "Moss Garden")])).unsettled
    assert all(address.values("like")[0] == "moss-garden-2015" for _, address in name.options)


def test_typed_names_of_tones_and_countries_become_their_ids(model: Model) -> None:
    address = settle(
        model, Address.of([("more", "Slow Burn Romance : 2"), ("countries_any", "Japan")])
    ).address
    assert address.pairs == (("more", "slow-burn-romance:2"), ("countries_any", "JP"))


@pytest.mark.parametrize(
    ("name", "value"),
    [("bogus", "1"), ("form", "opera"), ("k", "0"), ("escapism", "nan"), ("weigh", "cast:x")],
)
def test_what_cannot_be_asked_is_refused_by_its_name(model: Model, name: str, value: str) -> None:
    with pytest.raises(QueryError):
        read(Address.of([("like", "moss-garden-2015"), (name, value)])).to_question(model)


def test_weight_of_a_block_is_a_multiple_of_the_models_own(model: Model) -> None:
    query = read(Address.of([("like", "moss-garden-2015"), ("weigh", "cast:2")])).to_question(model)
    assert query.weights == {"cast": pytest.approx(2 * model.info.weights["cast"])}
