"""The built-in catalogue held against reference catalogues: ``python -m benchmarks.factcheck``."""
