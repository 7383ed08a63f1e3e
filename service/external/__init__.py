"""Questions and answers in the ids of other sites."""
