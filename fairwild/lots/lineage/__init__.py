"""The lineage of a lot as one viewer may see it, stage by stage, and who shares theirs."""
