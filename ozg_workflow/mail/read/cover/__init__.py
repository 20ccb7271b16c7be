"""Cover texts: what somebody writes beside a list, with quotations, signatures and set phrases taken off.

Here belongs everything that decides whether a text needs a reader. In doubt it does: only what is recognised as a whole is taken off.
"""
