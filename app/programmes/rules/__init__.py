"""What makes a round, as plain values: the plan, its soundness, and the presets it is read from."""
