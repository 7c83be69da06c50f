"""Phone calls (电话): the list of units to call, and the record of calls."""
