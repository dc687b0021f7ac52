"""Every module that registers a kind of bulk act; imported once when the process starts."""
