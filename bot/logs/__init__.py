"""Logs and stored errors, without secrets and without what people wrote."""

from bot.logs.error_text import described
from bot.logs.log import set_up, trace

__all__ = ["described", "set_up", "trace"]
