"""A letter of one's own: what is asked, what is written, and what it is made of."""
