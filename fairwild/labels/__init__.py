"""Print runs of traceability labels and the codes they carry."""
