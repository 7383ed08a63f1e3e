from __future__ import annotations

from recsys.answer import Reason, ReasonKind
from service.web.address import Address
from service.web.steering import block_stepper, steppers, tone_stepper

ADDRESS = Address.of([("like", "a")])


def test_one_step_more_asks_for_more_of_the_tone() -> None:
    assert str(tone_stepper("restrained", "restrained", ADDRESS).more) == "/?like=a&more=restrained"


def test_one_step_more_and_one_less_lead_back() -> None:
    more = tone_stepper("restrained", "restrained", ADDRESS).more
    assert more is not None
    assert tone_stepper("restrained", "restrained", more).less == ADDRESS


def test_a_step_less_than_nothing_asks_for_less() -> None:
    assert str(tone_stepper("restrained", "restrained", ADDRESS).less) == "/?like=a&less=restrained"


def test_steps_end_after_the_third() -> None:
    step = tone_stepper("restrained", "restrained", ADDRESS.plus("more", "restrained:3"))
    assert step.more is None
    assert step.state == "more ×3"
    assert step.kept == ADDRESS


def test_a_block_counts_double_then_four_times() -> None:
    twice = block_stepper("cast", ADDRESS).more
    assert str(twice) == "/?like=a&weigh=cast%3A2"
    assert twice is not None
    assert str(block_stepper("cast", twice).more) == "/?like=a&weigh=cast%3A4"
    assert block_stepper("cast", twice).less == ADDRESS


def test_a_block_can_be_turned_off() -> None:
    off = block_stepper("cast", ADDRESS.plus("weigh", "cast:0"))
    assert (off.state, off.less) == ("does not count", None)


def reason(*features: str) -> Reason:
    names = tuple(feature.split("/")[1] for feature in features)
    return Reason(ReasonKind.TONE, f"feels alike: {', '.join(names)}", names, features, 0.1)


def test_an_ending_is_never_named_as_something_to_steer() -> None:
    steps = list(steppers(reason("tones/restrained", "tones/ending"), ADDRESS, {"tones": 0.3}))
    assert [step.name for step in steps] == ["restrained"]


def test_what_is_no_tone_is_steered_by_the_weight_of_its_block() -> None:
    steps = list(steppers(reason("cast/han areum"), ADDRESS, {"cast": 0.1}))
    assert [step.name for step in steps] == ["cast"]


def test_what_has_no_weight_cannot_be_steered() -> None:
    assert not list(steppers(reason("escapism/dial"), ADDRESS, {"cast": 0.1}))


def test_a_reason_that_only_says_what_was_passed_has_nothing_to_steer() -> None:
    passed = Reason(ReasonKind.STRUCTURE, "known: form", ("form",), (), 0.0)
    assert not list(steppers(passed, Address(), {"form": 1.0}))
