"""Where judgements count, with what is searched of statements as they are judged, and the same for relations."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0113"
down_revision = "0015"
branch_labels = None
depends_on = None

_Key = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables; the record fills them when it is brought up."""
    op.drop_index("derived_judged_by_finding", "derived_judged")
    op.drop_table("derived_judged")
    op.create_table(
        "derived_judged",
        sa.Column("key", _Key, primary_key=True),
        sa.Column("document_key", _Key, sa.ForeignKey("documents.key"), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        *_counting(),
        sa.Column("statement_key", _Key, sa.ForeignKey("statements.key")),
        sa.Column("statement", sa.JSON, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("speaker_name", sa.Text),
        sa.Column("speaker_kind", sa.Text, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("cue_kind", sa.Text),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.UniqueConstraint("document_key", "subject", name="derived_judged_once"),
    )
    op.create_index("derived_judged_by_finding", "derived_judged", ["finding"])
    op.create_table(
        "derived_judged_relations",
        sa.Column("document_key", _Key, sa.ForeignKey("documents.key"), primary_key=True, autoincrement=False),
        sa.Column("subject", sa.Text, primary_key=True),
        *_counting(),
        sa.Column("relation", sa.JSON, nullable=False),
        sa.Column("voice", sa.Text),
        sa.Column("target_name", sa.Text),
        sa.Column("sign", sa.Integer, nullable=False),
        sa.Column("event", sa.Text),
    )
    op.create_index("derived_judged_relations_by_finding", "derived_judged_relations", ["finding"])


def _counting() -> list[sa.Column[Any]]:
    return [
        sa.Column("judgement_key", _Key, sa.ForeignKey("judgements.key"), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("finding", sa.Text),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("corrections", sa.JSON, nullable=False),
        sa.Column("right", sa.JSON, nullable=False),
    ]
