"""Reports (汇报): sign for an assignment, report on it, and set how often a task is reported."""
