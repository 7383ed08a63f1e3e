"""What one file may cost: more than any honest file needs, less than a small machine has."""

from __future__ import annotations

LONGEST_LINE = 8 * 2**20
"""Bytes of one line; a longer one is skipped and reported."""

LONGEST_CELL = 2**20
"""Characters of one cell of a table."""

LONGEST_VALUE = 8 * 2**20
"""Characters of one JSON value, such as one title of a list of them."""

MOST_COLUMNS = 2_000
"""Columns of a table."""

MOST_FILES = 100_000
"""Files of one folder or archive."""

MOST_UPLOADED = 1_000
"""Files of an archive that somebody uploads."""

PACKED_ALLOWANCE = 32 * 2**20
"""Bytes that any packed file may unpack to."""

MOST_UNPACKED = 100
"""How many times its size a packed file may unpack to, beyond the allowance; honest ones stay under 30."""

LARGEST_HELD = 128 * 2**20
"""Bytes of a file that has to be held in memory as a whole."""

DEEPEST_XML = 50
"""Elements within elements."""
