"""Audits: standards, plans, scores, nonconformities, evaluation and the grounds of a decision."""
