"""Putting material right: holds, corrections, and what stands against them."""
