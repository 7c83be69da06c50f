"""Walk through the whole bot as each role: a scene full of secrets, the lines to say, and the walker who says them."""
