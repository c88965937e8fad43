"""Files that hang on things: a table per owner, one way in, and one way out."""
