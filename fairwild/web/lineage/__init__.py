"""The pages of a lineage: stages, picture, tables, files, sharing and pasted codes."""
