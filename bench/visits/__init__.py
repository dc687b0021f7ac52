"""Pages under measurement: the product's own beside bare ones, through the same middleware."""
