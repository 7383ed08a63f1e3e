"""What a request may take: its head, its size, its time, and its place among others."""
