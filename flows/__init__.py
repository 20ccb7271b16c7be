"""The flows: Prefect runs the calendar; the work is done by the use cases.

One file per flow, each a table of contents, and `deployments.py` that numbers them. What they run on stands in `flows.engine`.
"""
