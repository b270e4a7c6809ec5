"""What people say of statements: dated, never edited, only followed by something newer."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_Key = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "judgements",
        sa.Column("key", _Key, primary_key=True),
        sa.Column("document_key", _Key, sa.ForeignKey("documents.key"), nullable=False),
        sa.Column("statement", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("judged_by", sa.Text, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("judged_at", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
    )
    op.create_index("judgements_by_statement", "judgements", ["statement"])
    op.create_index("judgements_by_document", "judgements", ["document_key"])
