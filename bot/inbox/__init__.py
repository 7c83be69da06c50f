"""From an update to its answer: stored, routed, executed, answered."""
