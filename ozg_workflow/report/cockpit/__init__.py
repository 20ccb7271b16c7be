"""What the coordinator reads in the cockpit: Markdown and rows for tables, made of the object `overview` returns.

Pure functions; names in them are escaped and never read as markup. Charts are drawn by the caller's `draw`, so that a text can be
compared with an earlier one before anything is drawn.
"""
