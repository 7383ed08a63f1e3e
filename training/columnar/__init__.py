"""Training from tables: a flat catalogue in Parquet becomes arrays without an object per title.

What a cell means is decided once for each distinct value, by the ordinary reader; codes of values
stand for it from then on.
"""
