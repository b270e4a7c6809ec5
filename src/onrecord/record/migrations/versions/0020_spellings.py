"""Names by what all their spellings share."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; the record fills it when it is brought up."""
    op.create_table(
        "derived_spellings",
        sa.Column("word", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
    )
    op.create_index("derived_spellings_by_key", "derived_spellings", ["key"])
