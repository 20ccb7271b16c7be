"""What the cockpit shows, as values: the status and the overview around it.

`usecases.cockpit` makes them, `report.cockpit` and the commands read them. No text for people here, and no ISO text: dates are dates.
"""
