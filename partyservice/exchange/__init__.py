"""Sheets in and out: reading, importing, exporting, packages."""
