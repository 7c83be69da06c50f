"""Reports (汇报): signing for a task, reporting on it, and how often it is reported."""
