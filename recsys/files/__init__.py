"""Files as people have them, read safely: packed or not, in any encoding, damaged or hostile.

Everything here is streamed, bounded in memory, and tells where it stands: file and line.
"""

from recsys.files.cells import (
    LITERAL_LIMIT,
    is_nothing,
    literal_list,
    literal_value,
    without_halves,
)
from recsys.files.json_values import json_document, json_records
from recsys.files.limits import LONGEST_CELL, LONGEST_LINE, LONGEST_VALUE, MOST_COLUMNS
from recsys.files.parquet import cell_text, column_texts, frame_columns, frame_rows, is_parquet
from recsys.files.source import Source, source_of_bytes
from recsys.files.tables import column_name, table_columns, table_rows
from recsys.files.text import text_lines
from recsys.files.unpacking import open_sources, sources_of_bytes
from recsys.files.xml_records import XmlElement, xml_records

__all__ = [
    "LITERAL_LIMIT",
    "LONGEST_CELL",
    "LONGEST_LINE",
    "LONGEST_VALUE",
    "MOST_COLUMNS",
    "Source",
    "XmlElement",
    "cell_text",
    "column_name",
    "column_texts",
    "frame_columns",
    "frame_rows",
    "is_nothing",
    "is_parquet",
    "json_document",
    "json_records",
    "literal_list",
    "literal_value",
    "open_sources",
    "source_of_bytes",
    "sources_of_bytes",
    "table_columns",
    "table_rows",
    "text_lines",
    "without_halves",
    "xml_records",
]
