"""The pages: what a viewer sees of the engine, rendered on the server from the same answers."""
