"""Printers: how a finished PDF reaches paper, one way for each system."""
