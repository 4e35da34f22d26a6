"""Who takes part, and what is known about it: the only room that holds personal data."""
