"""Certificates: issued on a decision, suspended, ended, and asked about at any instant."""
