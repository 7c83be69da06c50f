"""Tests of the simulation, which check it from its letters alone."""
