"""Benchmarks against named peers: `python -m bench`."""
