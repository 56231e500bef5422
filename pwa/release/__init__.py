"""The immutable set of everything served: address to representations."""
