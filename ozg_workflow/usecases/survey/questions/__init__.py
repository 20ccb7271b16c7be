"""What is asked about rounds and their lists, everywhere: by the status, the health, the day.

Not here: what makes lists and needs workbooks for it.
"""
