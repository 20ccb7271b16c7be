"""What the cockpit shows, as values: the status and the overview around it.

`usecases.cockpit` makes them, `report.cockpit` and the commands read them. Dates are dates here and states are states: text is made
where people or scripts read it.
"""
