"""Correct beyond doubt: random histories against paper, many writers at once, crashes, hard cases."""
