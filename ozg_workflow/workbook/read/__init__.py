"""Read whatever comes back as an Amtsliste: open safely, find the table, tell the lines apart.

Here belongs everything up to cells by row and question. Not here: what an answer means (`domain.survey`).
"""
