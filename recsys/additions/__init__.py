"""Titles that are added to a trained model, or changed, without training it again."""

from recsys.additions.derivation import derived
from recsys.additions.folding import Folding, carried, folded, publish_trained
from recsys.additions.publishing import add_titles, catch_up

__all__ = ["Folding", "add_titles", "carried", "catch_up", "derived", "folded", "publish_trained"]
