"""Extensions (延期): units request more time, clerks advise, leaders decide, units withdraw."""
