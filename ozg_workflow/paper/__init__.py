"""Paper: data become an accessible PDF, and which characters its fonts have.

Here belongs what every PDF needs, whatever it says. Not here: what stands in it (`report`, `workbook/guide`).
"""
