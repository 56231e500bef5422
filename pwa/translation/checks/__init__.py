"""Findings about a translation, one family a module."""
