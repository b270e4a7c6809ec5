"""Hashes of what was forgotten, so that it does not come back unasked."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "tombstones",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("forgotten_at", sa.Text, nullable=False),
    )
