"""Importing: the wizard that takes a spreadsheet in, step by step."""
