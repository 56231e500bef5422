"""The source work: Markdown files, their messages, their order."""
