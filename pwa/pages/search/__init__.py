"""Searching an edition; static/search.js does the same, letter for letter, on the device."""
