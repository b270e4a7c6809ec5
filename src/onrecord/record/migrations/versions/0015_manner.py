"""How an event is done, and what it is about."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; relations of older readers have neither."""
    op.add_column("relations", sa.Column("mode", sa.Text))
    op.add_column("relations", sa.Column("contexts", sa.JSON, nullable=False, server_default="[]"))
