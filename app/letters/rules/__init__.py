"""What a letter may say, how it is read from what is shipped, and how it is put together."""
