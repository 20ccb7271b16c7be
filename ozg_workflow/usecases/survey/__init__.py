"""The round and its lists: send, extend, remind, repeat, settle who is responsible.

Here belongs the life of a list between the mail that brings it and its return. Not here: the return itself (`intake`).
"""
