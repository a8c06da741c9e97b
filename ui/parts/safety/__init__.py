"""What keeps the data safe, as the window shows it."""
