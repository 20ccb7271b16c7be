"""From files to the database: loading the configuration and drawing its consequences.

Here belongs whatever a changed file changes. Not here: reading the files (`workspace`), nor moving single dates (`timeline`).
"""
