"""Letters that the bot sends by itself: why one came, what has arrived, what is to come."""
