"""The flows: Prefect runs the calendar; the work is done by the use cases."""
