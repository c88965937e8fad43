"""Reading assignments and sheets: for a judge, for the secretary, and for the ranking."""
