"""Reading results: computed while they are open, frozen once they are proposed, then awarded."""
