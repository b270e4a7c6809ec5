"""Documents whose text is not kept, where the law forbids it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; the texts that are here stay."""
    op.add_column("documents", sa.Column("withheld", sa.Integer))
