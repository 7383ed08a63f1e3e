"""The short ways to an answer: given before, or plain enough to need no route."""
