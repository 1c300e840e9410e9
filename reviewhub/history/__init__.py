"""Bring a written past in, line by line, through the verbs that API and pages call."""
