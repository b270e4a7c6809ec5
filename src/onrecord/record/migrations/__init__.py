"""Alembic's folder; ``record.migrate`` runs it."""
