"""Everything that happens offline: fitting a model, evaluating it, publishing it."""
