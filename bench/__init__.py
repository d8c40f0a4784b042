"""`make bench`: what a person waits for, in whole commands, and the goals for it. `rows.py` has the table."""
