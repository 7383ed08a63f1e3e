"""Histories of viewers: exports of other sites, read into records; what they say of a viewer.

Nothing of it leaves the machine.
"""

from recsys.history.matching import Match, MatchedBy, count_matches, match_records
from recsys.history.profile import Profile, profile_of
from recsys.history.reading import READERS, History, read_history, read_history_bytes
from recsys.history.record import HistoryReader, Record, Watching
from recsys.history.viewer import Viewer, viewer_of

__all__ = [
    "READERS",
    "History",
    "HistoryReader",
    "Match",
    "MatchedBy",
    "Profile",
    "Record",
    "Viewer",
    "Watching",
    "count_matches",
    "match_records",
    "profile_of",
    "read_history",
    "read_history_bytes",
    "viewer_of",
]
