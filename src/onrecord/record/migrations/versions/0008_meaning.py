"""Vectors of statements, so that they are found by what they mean."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_Key = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables; `onrecord rebuild` fills them for the statements that are here."""
    op.create_table(
        "derived_vectors",
        sa.Column("reading_key", _Key, sa.ForeignKey("readings.key"), primary_key=True, autoincrement=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("vectors", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "derived_sketches",
        sa.Column("reading_key", _Key, sa.ForeignKey("readings.key"), primary_key=True, autoincrement=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("statement_keys", sa.LargeBinary, nullable=False),
        sa.Column("sketches", sa.LargeBinary, nullable=False),
    )
