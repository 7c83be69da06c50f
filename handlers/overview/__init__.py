"""Overviews (总览): lists of tasks, the plan, one unit, and counts by section, unit and leader."""
