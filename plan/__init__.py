"""The work plan itself: values, rules, words, reading and writing papers. Pure: same input, same output."""
