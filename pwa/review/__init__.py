"""Who has checked which text, and what that makes a section worth."""
