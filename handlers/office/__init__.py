"""What holds for the whole bureau: calendar, hours, rules, thresholds, bound groups."""
