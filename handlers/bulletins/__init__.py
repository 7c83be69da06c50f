"""Bulletins (通报): drafted, signed, sent, corrected."""
