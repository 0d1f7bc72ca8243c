"""Tables of the room recalls."""
