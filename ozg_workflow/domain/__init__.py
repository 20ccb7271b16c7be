"""Pure decisions and types: no I/O, no clock, no library of the outside world.

Four rooms: `plan` (dates), `survey` (questions, answers, lists, scales), `post` (mail), `results` (ranking, measures). Beside them what all need.
"""
