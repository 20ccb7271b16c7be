"""The answers that count: what each office said about each service, where it comes from, what it replaced.

Reading them, correcting one, exporting the table. How a list that came back is understood stands in `intake`.
"""
