"""A policy tried on made-up people: the product's own services on a clock of their own."""
