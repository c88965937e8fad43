"""Forms: what a person typed, cleaned and understood, or a sentence beside the field."""
