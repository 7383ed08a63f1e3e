"""Synthetic catalogues of any size, with the statistics of real ones and no row of them."""

from benchmarks.synthetic.catalogue import write_catalogue, write_parts

__all__ = ["write_catalogue", "write_parts"]
