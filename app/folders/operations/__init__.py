"""Running a round from its folder, handing its results out as files, writing it into a folder."""
