"""Correct beyond doubt: random histories, many writers at once, crashes and hard cases."""
