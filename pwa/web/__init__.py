"""Starlette in front of a release."""
