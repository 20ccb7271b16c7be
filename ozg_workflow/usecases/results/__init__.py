"""From answers to results: ranking, board paper, measures, progress, final report.

Here belongs what is made of the answers of a round. Not here: collecting them (`survey`, `intake`), nor the papers (`report`).
"""
