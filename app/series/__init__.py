"""Numbers without gaps: each series is one book of one body, for a year or for ever."""
