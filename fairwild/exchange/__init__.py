"""The house's facts in the forms other systems read."""
