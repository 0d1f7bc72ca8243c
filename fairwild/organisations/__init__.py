"""Operators, certification bodies and their approval, companies, people and their roles."""
