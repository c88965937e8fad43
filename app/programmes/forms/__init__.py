"""What the organiser types: the parts of a round, a new round, the steps that ask something."""
