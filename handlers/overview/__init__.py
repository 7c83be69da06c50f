"""Overviews (总览): lists of tasks, the plan, a unit, the counts by section, unit and leader."""
