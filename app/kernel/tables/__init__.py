"""Tables of text as people send them: typed rows, and each fault with the cell it stands in."""
