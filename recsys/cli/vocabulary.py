"""`recsys vocabulary`: the words that a question may use."""

from __future__ import annotations

from itertools import groupby

from recsys.catalogue import genre_vocabulary, regions, tone_vocabulary
from recsys.cli.chosen_model import JsonOption
from recsys.cli.failure import tells_failures
from recsys.cli.terminal import stdout, write, write_json


@tells_failures
def vocabulary(as_json: JsonOption = False) -> None:
    """Tones by group, genres and regions, as filters and wishes may name them."""
    tones = sorted(tone_vocabulary(), key=lambda tone: (tone.group, tone.id))
    members = groupby(tones, lambda tone: tone.group)
    groups = {group: [tone.id for tone in own] for group, own in members}
    genres = sorted(genre_vocabulary())
    named_regions = [f"region:{region}" for region in sorted(regions())]
    if as_json:
        write_json({"tones": groups, "genres": genres, "regions": named_regions})
        return
    for heading, words in (*groups.items(), ("genres", genres), ("regions", named_regions)):
        write(stdout(), heading.replace("_", " "), style="bold")
        write(stdout(), ", ".join(words), indent=4)
