"""Tests of evidence (成果材料): handed in with a report or alone, in albums; shown, discarded, refused."""
