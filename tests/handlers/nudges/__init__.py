"""催办: chosen, previewed, confirmed; numbered, answered and on record; and only by those who may."""
