"""Models of catalogues in many Parquet files, by columns: no machine ever holds all titles as objects.

The model is the same, byte for byte, as of all parts in one file.
"""

from __future__ import annotations
