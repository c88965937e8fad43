"""Reading a round folder without touching a disk, and naming everything that is wrong in it."""
