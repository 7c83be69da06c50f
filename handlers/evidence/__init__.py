"""Evidence (成果材料): files for a report, and those that were handed in."""
