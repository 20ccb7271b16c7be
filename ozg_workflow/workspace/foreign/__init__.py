"""Catalogues as they come from elsewhere: LeiKa, FIM portal, Open-PVOG, our own file, any other table with a mapping of its columns.

Here belongs what a column of theirs is called and means. Not here: opening workbooks (`workbook.read`), nor what follows from the rows
(`domain.catalogue_update`).
"""
