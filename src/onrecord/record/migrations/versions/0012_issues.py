"""The issues that statements are under."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0020"
branch_labels = None
depends_on = None

_Key = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the table; `onrecord code` fills it."""
    op.create_table(
        "derived_issues",
        sa.Column("statement_key", _Key, sa.ForeignKey("statements.key"), primary_key=True, autoincrement=False),
        sa.Column("issue", sa.Text, primary_key=True),
        sa.Column("score", sa.Float, nullable=False),
    )
    op.create_index("derived_issues_by_issue", "derived_issues", ["issue"])
