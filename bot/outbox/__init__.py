"""Letters on their way out: delivered, written for the moment of sending, pinned boards."""
