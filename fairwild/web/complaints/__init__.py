"""Pages of complaints: making one, following it, handling it."""
