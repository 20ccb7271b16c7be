"""Write the Amtsliste: sheets, rules of the cells, marks in an annotated copy.

Here belongs XlsxWriter. Not here: the words of the guide (`workbook.guide`), nor which rows a list has (`usecases.survey`).
"""
