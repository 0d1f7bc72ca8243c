"""Lots and movements: collections, processing, splitting, merging, packing, and the trace."""
