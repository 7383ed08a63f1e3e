"""Models that answer: where they come from, how they replace each other, and which one a request names."""
