"""What may be done to material kind by kind: the scheme's data, and what it asks of the masses."""
