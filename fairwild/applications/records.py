"""Rows of the room applications."""
