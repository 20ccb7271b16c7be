"""A catalogue that comes from elsewhere beside the one the city has: what is wrong in it, what it changes, whose a new service may be.

Here belongs every decision about foreign rows. Not here: reading files (`workspace.foreign`), nor what a changed catalogue does to lists (`usecases.setup`).
"""
