"""What the service answers, as its documentation describes it."""
