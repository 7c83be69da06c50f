"""A bulletin as people make it: the clerk drafts, the leader signs off or sends back, groups get it, a correction."""
