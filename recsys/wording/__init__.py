"""The language of an answer: sentences, lists, and the names of tones, genres, countries and titles."""

from recsys.wording.language import ENGLISH, Language
from recsys.wording.locales import LANGUAGES, language_of
from recsys.wording.messages import sayable

__all__ = ["ENGLISH", "LANGUAGES", "Language", "language_of", "sayable"]
