"""What the pages that bind all others read."""
