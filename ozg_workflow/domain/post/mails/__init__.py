"""The kinds of mail: one frozen dataclass each, by theme.

Its fields are the values its template may use, typed; `facts` is what holds for the kind; `sample()` fills it realistically.
`registry` finds them all. How to add one: docs/development.md.
"""
