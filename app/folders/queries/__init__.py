"""Reading: a folder from the disk, a round to write into one, what a run has to hand out."""
