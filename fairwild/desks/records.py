"""Rows of the room desks."""
