"""Applications of operators, their review, and certification agreements."""
