"""Until the target is reached: when somebody is reminded of a late measure, and what became of a forecast."""
