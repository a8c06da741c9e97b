"""Stays away: ours who have gone, and others' who are here."""
