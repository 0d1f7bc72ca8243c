"""What may be asked and what is answered, as marshmallow schemas; one module a room."""
