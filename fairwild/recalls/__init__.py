"""Recalls: everything made of suspect goods found, held and followed."""
