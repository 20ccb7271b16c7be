"""Mail in: fetched, stored, understood, matched with its list, recorded, answered.

Here belongs the way of an incoming mail and what a person does to it. Not here: parsing (`mail.read`, `workbook.read`).
"""
