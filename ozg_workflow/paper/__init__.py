"""Paper: data become an accessible PDF; which characters its fonts have, and how wide they are.

Here belongs what every PDF needs, whatever it says. Not here: what stands in it (`report`, `workbook/guide`).
"""
