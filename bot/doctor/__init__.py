"""The findings of `duban doctor`: the bot's condition, and what to do. It creates and changes nothing."""
