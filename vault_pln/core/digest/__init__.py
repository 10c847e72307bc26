"""What goes into a day: scores, follow-ups, choice, and what the user answered."""
