"""The recommender as a tool of assistants that speak the Model Context Protocol."""
