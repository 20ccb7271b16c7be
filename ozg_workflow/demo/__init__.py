"""A small world for the demonstration: a post office on loopback, simulated offices, a coordinator, and the walk through the timeline."""
