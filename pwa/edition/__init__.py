"""The publication in one locale: what each section shows, and why."""
