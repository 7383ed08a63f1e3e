from __future__ import annotations

from recsys.title import Tone, ToneBasis, ToneState
from service.web.fingerprint import fingerprint
from tests.builders import title


def test_one_tone_has_the_same_angle_in_every_title() -> None:
    (one,) = fingerprint(title("a", tones=["restrained"])).spokes
    other = fingerprint(title("b", tones=["restrained", "feel-good"])).spokes
    assert one in other


def test_a_stronger_tone_reaches_further() -> None:
    (trace,), (strong,) = (
        fingerprint(title("a", tones=[Tone("restrained", intensity)])).spokes for intensity in (1, 3)
    )
    assert (trace.x1, trace.y1) == (strong.x1, strong.y1)
    assert abs(strong.x2 - strong.x1) + abs(strong.y2 - strong.y1) > abs(trace.x2 - trace.x1) + abs(
        trace.y2 - trace.y1
    )


def test_endings_and_absent_tones_are_not_drawn() -> None:
    figure = fingerprint(title("a", tones=["tragic", Tone("restrained", state=ToneState.NO)]))
    assert not figure.spokes
    assert figure.text == "no tone is known"


def test_an_inferred_tone_is_marked_in_the_figure_and_in_words() -> None:
    figure = fingerprint(title("a", tones=[Tone("restrained", basis=ToneBasis.INFERRED, confidence=0.5)]))
    assert figure.spokes[0].is_inferred
    assert "inferred" in figure.text
