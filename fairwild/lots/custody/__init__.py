"""What a finished product is made of, and what may be claimed about it."""
