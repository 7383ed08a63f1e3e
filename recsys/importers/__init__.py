"""Catalogues of others: one file a format, each read into rows of our own."""

from recsys.importers.frames import titles_from_frame
from recsys.importers.importer import Importer, ImportOptions
from recsys.importers.importing import ImportCounts, Imported, TitleStream, read_titles
from recsys.importers.registry import IMPORTERS, importer_named

__all__ = [
    "IMPORTERS",
    "ImportCounts",
    "ImportOptions",
    "Imported",
    "Importer",
    "TitleStream",
    "importer_named",
    "read_titles",
    "titles_from_frame",
]
