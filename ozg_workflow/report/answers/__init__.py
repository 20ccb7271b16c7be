"""The answers of a round as a file: a workbook for people, CSV and JSON for programs."""
