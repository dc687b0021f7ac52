"""What the calendar of interview times shows: a week or a day of slots, who sits in them, how full it is."""

from dashboard.queries.calendar.cells import Cell, Mark
from dashboard.queries.calendar.grid import Box, Column, Grid, Shown, grid_of

__all__ = ["Box", "Cell", "Column", "Grid", "Mark", "Shown", "grid_of"]
