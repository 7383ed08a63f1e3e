"""The recommender over HTTP."""
