"""What an office sets for itself: rows of code tables, and the days it works."""
