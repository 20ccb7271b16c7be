"""Data protection: what is held, everything about one address, and its erasure.

Here belong the record of processing, the answer to a person, and what one person may demand. Not here: erasing after the end (`purge`).
"""
