"""The reading room: read-only pages in German over `usecases/cockpit` and `usecases/answers`, rendered on the server.

Nothing here changes anything: what is to be decided is decided in a form of the cockpit, and the pages link to it.
"""
