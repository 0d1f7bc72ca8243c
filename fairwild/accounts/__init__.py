"""Signing in: sessions, tokens, invitations and lock-outs."""
