"""What was said about lines, and how it goes along with a service that changes its office.

Not here: how answers are shown and corrected (`answers`), and how a list that came back is understood (`intake`).
"""
