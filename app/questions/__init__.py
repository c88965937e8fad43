"""Forms as data: sections, questions, one class for each kind of question, and answers."""
