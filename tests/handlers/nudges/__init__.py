"""Tests of nudges (催办): choice, preview, confirmation; numbers, answers, records, rights."""
