"""Tasks (任务): the card, finding and choosing a task, its milestones, cities and history."""
