"""Reviews (审核): what the clerk decides about finished work: close, send back, waive."""
