"""The index of words on PostgreSQL, and the order in which the newest statements are shown there."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0005"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them; a file has both already."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.create_table(
        "derived_statement_words",
        sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("quote", TSVECTOR, nullable=False),
        sa.Column("speaker_name", TSVECTOR, nullable=False),
    )
    words = ["quote", "speaker_name"]
    op.create_index("derived_statement_words_by_word", "derived_statement_words", words, postgresql_using="gin")
    # The undated stand last, as in a file, where an index by date alone has that order.
    op.create_index("documents_by_newest", "documents", [sa.text("published DESC NULLS LAST"), "key"])
