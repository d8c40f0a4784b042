"""Write a weekly e-mail letter as one Markdown file; render it, test it, send it once."""

__version__ = "0.1.0"
