"""The survey: questionnaire, maturity scales, answers, lists, returns, responsibility.

Here belongs what an answer means and what follows from it. Not here: files and cells (`workbook`), nor ranking (`domain.results`).
"""
