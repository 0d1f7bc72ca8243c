"""Complaints and appeals: from a word of anybody to an outcome by somebody uninvolved."""
