"""Rows of the room competence."""
