"""`make bench`: figures as ratios within one run, for these machines are noisy."""
