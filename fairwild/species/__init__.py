"""Taxa, their names and legal status."""
