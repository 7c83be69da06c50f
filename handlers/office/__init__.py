"""Settings of the whole bureau: calendar, reminder hours and rules, thresholds of lights, bound groups."""
