"""Consignments with a handshake between sender and receiver."""
