"""What catalogues of ever more titles need, measured and carried on; docs/scale.md is written by it."""
