"""What a person decides about a case, and what follows for the rows of the other offices.

Here belong: no office of this city, a case that is opened again, what the offices are told. Not here: what the rule settles (`cases`).
"""
