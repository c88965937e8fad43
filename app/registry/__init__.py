"""Units, people and places that outlive a single round."""
