from __future__ import annotations

from pathlib import Path

import pytest

from recsys.catalogue import Catalogue
from recsys.errors import BadData
from recsys.title import Relation, RelationKind
from tests.builders import title
from tests.training.evaluation.small import CATALOGUE, table
from training.evaluation import read_judgements
from training.evaluation.judgement_files import JudgementReader


@pytest.fixture
def reader() -> JudgementReader:
    return JudgementReader(CATALOGUE)


def reasons(reader: JudgementReader) -> list[str]:
    return [str(problem) for problem in reader.problems]


def test_pairs_are_rows_of_the_catalogue_sorted_by_source(reader: JudgementReader, tmp_path: Path) -> None:
    found = reader.pairs(table(tmp_path / "p.csv", "source_id,target_id,weight", "c,a,2", "a,b,3"))
    assert (found.source.tolist(), found.target.tolist(), found.weight.tolist()) == ([0, 2], [1, 0], [3, 2])
    assert reader.problems == []


def test_gzipped_tables_are_read_whatever_their_name(reader: JudgementReader, tmp_path: Path) -> None:
    table(tmp_path / "p.csv.gz", "source_id,target_id", "a,b").rename(tmp_path / "p.txt")
    assert len(reader.pairs(tmp_path / "p.txt")) == 1


def test_without_weights_each_pair_counts_one(reader: JudgementReader, tmp_path: Path) -> None:
    assert reader.pairs(table(tmp_path / "p.csv", "target_id,source_id", "b,a")).weight.tolist() == [1.0]


def test_weights_of_a_pair_that_is_there_twice_are_added(reader: JudgementReader, tmp_path: Path) -> None:
    found = reader.pairs(table(tmp_path / "p.csv", "source_id,target_id,weight", "a,b,2", "a,b,5"))
    assert found.weight.tolist() == [7.0]


def test_byte_order_mark_quotes_blanks_and_blank_lines_do_no_harm(
    reader: JudgementReader, tmp_path: Path
) -> None:
    path = table(tmp_path / "p.csv", "\ufeffSource_ID, target_id", '" a ","b"', "", "  ,  ")
    assert len(reader.pairs(path)) == 1
    assert reader.problems == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("nowhere,b,1", "p.csv:3: source_id: no title of the catalogue has the id 'nowhere'"),
        ("a,nowhere,1", "p.csv:3: target_id: no title of the catalogue has the id 'nowhere'"),
        ("a,a,1", "p.csv:3: target_id: 'a' is the source itself"),
        ("a,b,many", "p.csv:3: weight: 'many' is not a number"),
        ("a,b,nan", "p.csv:3: weight: 'nan' is not a number"),
        ("a,b,0", "p.csv:3: weight: '0' is not above 0; expected a number of people"),
        ("a", "p.csv:3: target_id: there is no value"),
    ],
)
def test_pair_that_cannot_be_used_is_told_by_file_line_and_field(
    reader: JudgementReader, tmp_path: Path, line: str, problem: str
) -> None:
    path = table(tmp_path / "p.csv", "source_id,target_id,weight", "a,c,1", line)
    assert len(reader.pairs(path)) == 1
    assert reasons(reader) == [problem]


def test_missing_column_is_told_with_those_found_and_expected(
    reader: JudgementReader, tmp_path: Path
) -> None:
    path = table(tmp_path / "p.csv", "from,target_id", "a,b")
    with pytest.raises(BadData) as caught:
        reader.pairs(path)
    assert "p.csv has no column source_id or source: found 'from', 'target_id'" in str(caught.value)
    assert "expected source_id or source, target_id or target, [weight]" in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"\x1f\x8bno gzip", b'a,b\n"open', b"PK\x03\x04"])
def test_file_that_is_no_table_is_refused(reader: JudgementReader, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "p.csv").write_bytes(content)
    with pytest.raises(BadData, match=r"p\.csv"):
        reader.pairs(tmp_path / "p.csv")


@pytest.mark.parametrize("name", ["absent.csv", "."])
def test_file_that_cannot_be_opened_is_bad_data(reader: JudgementReader, tmp_path: Path, name: str) -> None:
    with pytest.raises(BadData, match="expected a CSV file"):
        reader.pairs(tmp_path / name)


def test_table_of_which_no_row_can_be_used_is_refused_with_the_first_problem(
    reader: JudgementReader, tmp_path: Path
) -> None:
    reader.pairs(table(tmp_path / "good.csv", "source_id,target_id", "a,b", "a,x"))
    with pytest.raises(BadData) as caught:
        reader.pairs(table(tmp_path / "p.csv", "source_id,target_id,weight", "a,b,many", "x,y,1"))
    assert str(caught.value) == (
        "no row of p.csv can be used; the first problem is p.csv:2: weight: 'many' is not a number"
    )


@pytest.mark.parametrize(
    ("kind", "columns", "row", "problem"),
    [
        ("pairs", "source_id,target_id", "x,a", "source_id: no title of the catalogue has the id 'x'"),
        ("labels", "source_id,target_id,label", "a,b,2", "label: '2' is no label"),
        ("ratings", "user,item,rating", "1,a,good", "rating: 'good' is not a number"),
        ("halves", "source_id,half", "a,train", "half: 'train' is no half"),
    ],
)
def test_the_reason_why_no_row_can_be_used_is_told(
    reader: JudgementReader, tmp_path: Path, kind: str, columns: str, row: str, problem: str
) -> None:
    with pytest.raises(BadData, match=f"p.csv:2: {problem}"):
        getattr(reader, kind)(table(tmp_path / "p.csv", columns, row))


def test_table_without_a_row_is_refused_as_such(reader: JudgementReader, tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"p\.csv has no row below the names of its columns"):
        reader.pairs(table(tmp_path / "p.csv", "source_id,target_id"))


def test_catalogue_without_a_title_is_told_before_any_row(tmp_path: Path) -> None:
    path = table(tmp_path / "p.csv", "source_id,target_id", "a,b")
    with pytest.raises(BadData, match="the catalogue has no title that can be used"):
        JudgementReader(Catalogue([])).pairs(path)


def test_labels_are_good_or_bad_and_stand_in_label_or_weight(reader: JudgementReader, tmp_path: Path) -> None:
    for heading in ("label", "weight"):
        found = reader.labels(table(tmp_path / "l.csv", f"source_id,target_id,{heading}", "a,b,1", "a,c,0"))
        assert found.is_good.tolist() == [True, False]


def test_label_of_another_kind_is_a_problem(reader: JudgementReader, tmp_path: Path) -> None:
    reader.labels(table(tmp_path / "l.csv", "source_id,target_id,label", "a,b,1", "a,c,2"))
    assert reasons(reader) == ["l.csv:3: label: '2' is no label; expected 1 (good) or 0 (bad)"]


def test_label_that_contradicts_an_earlier_one_is_a_problem_and_the_earlier_one_is_used(
    reader: JudgementReader, tmp_path: Path
) -> None:
    lines = ("source_id,target_id,label", "a,b,1", "a,b,1", "a,b,0")
    assert reader.labels(table(tmp_path / "l.csv", *lines)).is_good.tolist() == [True]
    assert len(reader.problems) == 1
    assert "l.csv:4: label" in reasons(reader)[0]


def test_ratings_are_sorted_by_user_and_title(reader: JudgementReader, tmp_path: Path) -> None:
    lines = ("user,item,rating,timestamp", "zoe,c,4,20", "amy,b,2.5,30", "zoe,a,5,10")
    found = reader.ratings(table(tmp_path / "r.csv", *lines))
    assert found.users == ("amy", "zoe")
    assert (found.user.tolist(), found.row.tolist()) == ([0, 1, 1], [1, 0, 2])
    assert found.rating.tolist() == [2.5, 5, 4]
    assert found.time is not None
    assert found.time.tolist() == [30, 10, 20]


@pytest.mark.parametrize("heading", ["user_id,title_id,rating", "user,title,rating"])
def test_columns_of_ratings_may_have_other_names(
    reader: JudgementReader, tmp_path: Path, heading: str
) -> None:
    found = reader.ratings(table(tmp_path / "r.csv", heading, "1,a,5"))
    assert (len(found), found.time) == (1, None)


def test_time_that_is_not_known_of_every_rating_is_not_used(reader: JudgementReader, tmp_path: Path) -> None:
    found = reader.ratings(table(tmp_path / "r.csv", "user,item,rating,time", "1,a,5,7", "1,b,5,"))
    assert found.time is None


def test_title_rated_again_is_a_problem_and_the_last_rating_is_used(
    reader: JudgementReader, tmp_path: Path
) -> None:
    found = reader.ratings(table(tmp_path / "r.csv", "user,item,rating", "1,a,5", "1,a,2"))
    assert found.rating.tolist() == [2.0]
    assert "r.csv:3: item" in reasons(reader)[0]


def test_siblings_are_siblings_from_both_sides(reader: JudgementReader, tmp_path: Path) -> None:
    found = reader.siblings(table(tmp_path / "s.csv", "id,sibling_id", "a,c", "a,b"))
    assert [found.of(row).tolist() for row in range(4)] == [[1, 2], [0], [0], []]


def test_half_that_is_none_and_source_in_two_halves_are_problems(
    reader: JudgementReader, tmp_path: Path
) -> None:
    path = table(tmp_path / "h.csv", "source_id,half", "a,dev", "b,test", "c,train", "a,test")
    assert reader.halves(path) == {0: "dev", 1: "test"}
    assert [problem.line for problem in reader.problems] == [4, 5]


def test_without_a_file_siblings_are_what_the_catalogue_relates() -> None:
    catalogue = Catalogue(
        [title("a"), title("b", relations=(Relation(RelationKind.SEQUEL, "a"),)), title("c")]
    )
    siblings = read_judgements(catalogue).judgements.siblings
    assert [siblings.of(row).tolist() for row in range(3)] == [[1], [0], []]


def test_problems_of_all_files_are_told_together(tmp_path: Path) -> None:
    reading = read_judgements(
        CATALOGUE,
        pairs=table(tmp_path / "p.csv", "source_id,target_id", "a,b", "a,x"),
        siblings=table(tmp_path / "s.csv", "id,sibling_id", "y,b"),
    )
    assert [problem.file for problem in reading.problems] == ["p.csv", "s.csv"]
