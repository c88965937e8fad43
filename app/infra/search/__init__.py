"""Search by index, with and without accents, on both databases."""
