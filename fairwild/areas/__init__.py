"""Collection areas, target species and maximum allowed quantities."""
