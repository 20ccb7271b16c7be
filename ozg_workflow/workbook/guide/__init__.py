"""The Ausfüllhilfe: its words, and the PDF.

Here belongs what explains the columns to a clerk. Not here: the sheet of the same content (`workbook.write`).
"""
