"""The append-only record of every event, and its verification."""
