"""A recommendation engine for viewers: what to watch next, and exactly why."""
