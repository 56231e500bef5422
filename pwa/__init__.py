"""A multilingual, offline-first publishing backend."""
