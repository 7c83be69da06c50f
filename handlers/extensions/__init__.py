"""Extensions (延期): asked for, advised on, decided, withdrawn."""
