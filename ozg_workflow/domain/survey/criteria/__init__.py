"""A level as a check of criteria: yes/no questions of which the weakest decides, and how a list asks them.

What a scale is, and which criteria it has, stands in `maturity.py` and in its file.
"""
