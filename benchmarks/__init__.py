"""Benchmarks: each compares us with the bare library in the same run, so that the ratio holds on any machine."""
