from __future__ import annotations

import json

from typer.testing import CliRunner

from recsys.catalogue import tone_vocabulary
from recsys.cli.app import app


def test_every_tone_is_listed_under_its_group() -> None:
    document = json.loads(CliRunner().invoke(app, ["vocabulary", "--json"]).stdout)
    listed = {tone: group for group, tones in document["tones"].items() for tone in tones}
    assert listed == {tone.id: tone.group for tone in tone_vocabulary()}


def test_genres_and_regions_are_listed_as_a_filter_writes_them() -> None:
    printed = CliRunner().invoke(app, ["vocabulary"]).stdout
    assert "romance" in printed
    assert "region:sea" in printed
