"""The organiser: whose name, letterhead and signatures stand on everything."""
