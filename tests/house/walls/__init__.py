"""Who may open and press what: rules for every address, a world with one row of everything, and eyes."""
