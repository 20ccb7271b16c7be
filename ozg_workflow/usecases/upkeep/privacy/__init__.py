"""Data protection: what is held, and everything about one address.

Here belong the record of processing and the answer to a person. Not here: erasing after the end (`purge`).
"""
