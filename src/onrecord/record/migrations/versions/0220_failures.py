"""What could not be read, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0220"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "failures",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("failed_at", sa.Text, nullable=False),
    )
