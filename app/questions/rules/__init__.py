"""What a question is, what an answer may be, and how complete a form is."""
