"""The database: rows, column types, engines and sessions on SQLite and PostgreSQL."""
