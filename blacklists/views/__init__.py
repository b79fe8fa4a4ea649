"""Pages of the lists: parse, call one use case, answer."""
