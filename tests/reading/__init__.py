"""Tests of reading work plans: the rules as tables of values, and whole documents of each form."""
