"""Statements of different documents that say the same."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0013"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _key(name: str, of: str | None = None) -> sa.Column[int]:
    points = [sa.ForeignKey(of)] if of else []
    return sa.Column(name, _KEY, *points, primary_key=True, autoincrement=False)


def upgrade() -> None:
    """Make the tables; `onrecord add` and `onrecord rebuild` fill them."""
    op.create_table(
        "derived_links",
        _key("key", "statements.key"),
        _key("other_key", "statements.key"),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
    )
    op.create_index("derived_links_by_other", "derived_links", ["other_key"])
    for name, column in (("derived_phrases", "hash"), ("derived_voices", "voice")):
        op.create_table(name, _key(column), _key("statement_key", "statements.key"))
        op.create_index(f"{name}_by_statement", name, ["statement_key"])
    op.create_table("derived_linked", _key("reading_key", "readings.key"))
