"""A round as its people live it, chapter by chapter; each file tells what one desk does."""
