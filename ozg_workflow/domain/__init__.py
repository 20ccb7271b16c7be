"""The rules of a rollout: pure functions on frozen data; no I/O, no clock, no framework."""
