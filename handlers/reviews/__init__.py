"""Reviews (审核): the clerk closes, sends back, waives and reopens assignments."""
