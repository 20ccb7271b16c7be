"""The final report: what it says, its tables, the burn-up. No database, no mail."""
