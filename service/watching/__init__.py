"""What the service tells of itself: metrics for Prometheus, and a log without personal data."""
