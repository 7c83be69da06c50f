"""Suggestions and complaints (投诉建议): written by anybody, answered by a clerk."""
