"""What reads all contexts: the lists of the desk, and the search over everything."""
