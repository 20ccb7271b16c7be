"""What `ozg init` asks of a new city.

Not here: what an answer may be (`domain.new_city`).
"""
