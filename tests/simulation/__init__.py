"""The simulated year, checked from its letters alone."""
