"""The demonstration: an organiser, rounds in several stages, and an account for every desk."""
