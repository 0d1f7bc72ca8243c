"""Spreadsheet files: bytes to records and back, whatever program wrote them. Pure."""
