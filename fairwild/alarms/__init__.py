"""Alarms: what in an organisation's material looks wrong, with its numbers."""
