"""What there is as files that leave the house, for pages and the API alike."""
