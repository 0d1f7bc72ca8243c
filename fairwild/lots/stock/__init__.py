"""Stock: what came in and went out of it, and what was counted."""
