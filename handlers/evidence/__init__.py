"""Evidence (成果材料): files sent for a report, and files already handed in."""
