from __future__ import annotations

from pathlib import Path

import pytest

from recsys.errors import BadData
from recsys.model import Model
from recsys.model_diff import NamedQuery, common_seeds, read_queries
from recsys.query import Query, Seed


def written(folder: Path, *lines: str) -> Path:
    path = folder / "questions.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def seeds(named: tuple[NamedQuery, ...]) -> list[str]:
    return [seed.name for each in named for seed in each.query.like]


def test_titles_that_both_know_are_asked_for(old: Model, new: Model) -> None:
    assert seeds(common_seeds(old, new)) == ["alpha", "cedar", "delta", "echo", "fir", "golf"]


def test_a_sample_is_spread_evenly_over_the_ids(old: Model, new: Model) -> None:
    assert seeds(common_seeds(old, new, 3)) == ["alpha", "delta", "fir"]
    assert common_seeds(old, new, 3) == common_seeds(old, new, 3)


def test_a_sample_larger_than_the_catalogue_is_all_of_it(old: Model, new: Model) -> None:
    assert common_seeds(old, new, 100) == common_seeds(old, new, None)


def test_questions_bear_the_name_of_the_file_or_one_that_follows_from_them(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '{"name": "first", "like": ["Alpha"]}',
        '{"like": [{"id": "alpha"}, "Echo"]}',
        '{"text": "two detectives"}',
        '{"filters": {"form": "film"}}',
    )
    names = [each.name for each in read_queries(path)]
    assert names == ["first", "alpha + Echo", "two detectives", "question 4"]


def test_a_question_is_what_recommend_would_ask(tmp_path: Path) -> None:
    (only,) = read_queries(written(tmp_path, '{"like": [{"id": "alpha"}], "escapism": 0.5}'))
    assert only.query == Query(like=(Seed("alpha", is_id=True),), escapism=0.5)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "questions.jsonl:2"),
        ("7", "questions.jsonl:2: 7 is no question"),
        ('{"liek": ["Alpha"]}', "questions.jsonl:2: liek"),
        ('{"like": ["Alpha"], "escapism": 3}', "questions.jsonl:2: escapism"),
        ('{"name": 3, "like": ["Alpha"]}', "questions.jsonl:2: name: 3 is no name"),
        ("{}", "questions.jsonl:2: nothing to start from"),
    ],
)
def test_a_bad_question_is_told_with_file_line_and_field(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(BadData) as raised:
        read_queries(written(tmp_path, '{"like": ["Alpha"]}', line))
    assert told in str(raised.value)


def test_a_file_without_a_question_says_what_one_looks_like(tmp_path: Path) -> None:
    with pytest.raises(BadData, match="has no question: expected lines such as"):
        read_queries(written(tmp_path))
