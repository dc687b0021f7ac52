"""The processes whose work is measured, each in the way its own documentation would start it."""
