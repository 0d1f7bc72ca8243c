"""Tables of the room alarms."""
