"""What accounts stand on: passwords, tokens, patience with wrong attempts, grants, addresses."""
