"""Telegram's Bot API: calls, errors, rate limits, files, and updates as values."""
