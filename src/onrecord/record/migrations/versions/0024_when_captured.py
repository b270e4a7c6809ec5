"""When a source gave a capture, which for an archive is not when it was added."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("captures", sa.Column("taken", sa.Text))
