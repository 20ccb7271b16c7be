"""The Amtsliste as a workbook: written, read back, and the guide to filling it in."""
