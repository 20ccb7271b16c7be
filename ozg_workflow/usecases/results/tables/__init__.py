"""The tables people work on in a spreadsheet – measures, the sheet for the decision – as files that leave by mail and come back.

Here: which one a file is, and the mail to the coordinator. Not here: what stands in them (`measure_admin/exchange.py`, `decision_file.py`).
"""
