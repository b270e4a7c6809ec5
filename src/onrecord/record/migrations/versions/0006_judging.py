"""Judgements on anything, with corrections, by persons and rules; and where each of them counts."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0011"
branch_labels = None
depends_on = None

_Key = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Widen the table; what was judged stays as it is, and `onrecord rebuild` places it."""
    op.drop_index("judgements_by_statement", "judgements")
    with op.batch_alter_table("judgements") as batch:
        batch.alter_column("statement", new_column_name="subject")
        batch.alter_column("document_key", existing_type=_Key, nullable=True)
        batch.add_column(sa.Column("subject_kind", sa.Text, nullable=False, server_default="statement"))
        batch.add_column(sa.Column("judge_kind", sa.Text, nullable=False, server_default="person"))
        batch.add_column(sa.Column("corrections", sa.JSON, nullable=False, server_default="{}"))
    op.create_index("judgements_by_subject", "judgements", ["subject"])
    op.create_table(
        "derived_judged",
        sa.Column("document_key", _Key, sa.ForeignKey("documents.key"), primary_key=True, autoincrement=False),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("judgement_key", _Key, sa.ForeignKey("judgements.key"), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("finding", sa.Text),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("corrections", sa.JSON, nullable=False),
        sa.Column("statement", sa.JSON, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
    )
    op.create_index("derived_judged_by_finding", "derived_judged", ["finding"])
