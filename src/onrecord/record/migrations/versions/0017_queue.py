"""The way to the statements of which the reader is least certain."""

from alembic import op

revision = "0017"
down_revision = "0213"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("statements_by_confidence", "statements", ["confidence"])
