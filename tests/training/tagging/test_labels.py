from __future__ import annotations

import pytest

from recsys.title import Title, Tone, ToneBasis, ToneState
from tests.builders import title
from training.tagging import labels as module
from training.tagging.labels import FEWEST, is_described, tag_labels, tone_labels

FIVE = ("ensemble-cast", "serialized", "hopeful", "grounded", "creepy")
N_OTHERS = FEWEST


def others(n: int = N_OTHERS) -> list[Title]:
    return [
        title(f"o{n}", tones=("healing", "slow-burn-romance", "feel-good", "epic", "dark")) for n in range(n)
    ]


def test_titles_with_fewer_than_five_stated_tones_teach_nothing() -> None:
    few = [title(f"t{n}", tones=FIVE[:4]) for n in range(FEWEST)]
    assert tone_labels([*few, *others()]).rows.tolist() == list(range(FEWEST, FEWEST + N_OTHERS))


def test_a_stated_absence_is_no_label_but_describes() -> None:
    absent = Tone("creepy", state=ToneState.NO)
    titles = [title(f"t{n}", tones=(*FIVE[:4], absent)) for n in range(FEWEST)]
    found = tone_labels([*titles, *others()])
    assert len(found.rows) == FEWEST + N_OTHERS
    assert "creepy" not in found.names


@pytest.mark.parametrize("basis", [ToneBasis.INFERRED, ToneBasis.COMPUTED])
def test_only_what_somebody_stated_teaches(basis: ToneBasis) -> None:
    assert not is_described(title("t", tones=[Tone(id, basis=basis) for id in FIVE]))


def test_tones_that_follow_from_facts_are_not_learned() -> None:
    titles = [title(f"t{n}", tones=(*FIVE, "remake")) for n in range(FEWEST)]
    assert set(tone_labels([*titles, *others()]).names) >= set(FIVE)
    assert "remake" not in tone_labels([*titles, *others()]).names


def test_a_tag_of_few_titles_or_of_nearly_all_is_not_learned() -> None:
    def tagged(number: int) -> tuple[str, ...]:
        return (
            "always",
            *(("often",) if number < FEWEST else ()),
            *(("rare",) if number < FEWEST - 1 else ()),
        )

    titles = [title(f"t{n}", tags=tagged(n)) for n in range(2 * FEWEST)]
    assert tag_labels(titles).names == ("often",)


def test_spellings_of_one_tag_are_one_label_in_the_most_frequent_spelling() -> None:
    spelt = ["Idols (Female)"] * 7 + ["idols female"] * 5
    titles = [title(f"t{n}", tags=(tag,)) for n, tag in enumerate(spelt)]
    titles += [title(f"o{n}", tags=("noir",)) for n in range(FEWEST)]
    found = tag_labels(titles)
    assert found.names == ("Idols (Female)", "noir")
    assert found.matrix[:, 0].sum() == 12


def test_titles_without_tags_teach_nothing() -> None:
    assert tag_labels([title("a"), title("b", tags=("noir",))]).rows.tolist() == [1]


def test_of_very_many_titles_a_fixed_sample_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_TITLES", 30)
    titles = [title(f"t{n:03}", tags=("noir" if n % 2 else "farce",)) for n in range(100)]
    first, second = tag_labels(titles), tag_labels(titles)
    assert len(first.rows) == 30
    assert first.rows.tolist() == second.rows.tolist()
