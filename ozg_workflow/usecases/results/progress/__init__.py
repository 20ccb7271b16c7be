"""Until the target is reached: reminders of late measures, what was foretold when, the final report."""
