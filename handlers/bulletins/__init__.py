"""Bulletins (通报): drafted by the clerk, signed by a leader, sent to groups, corrected."""
