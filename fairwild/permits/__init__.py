"""Permits: what an authority allows, drawn down by collections."""
