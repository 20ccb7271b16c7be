"""The paper and the slides for the executive board.

Here belongs what the board is shown: texts of `templates/paper/`, tables, charts. Not here: the sheet it decides on (`decision_sheet`).
"""
