"""The questions the desk's screens ask over several apps."""
