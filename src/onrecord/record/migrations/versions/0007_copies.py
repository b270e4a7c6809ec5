"""Groups of near copies, so that what many outlets printed can be counted once."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0004"
branch_labels = None
depends_on = None

_Key = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables; `onrecord rebuild` fills them for the documents that are here."""
    op.create_table(
        "derived_fingerprints",
        sa.Column("document_key", _Key, sa.ForeignKey("documents.key"), primary_key=True, autoincrement=False),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "derived_shingles",
        sa.Column("hash", _Key, primary_key=True, autoincrement=False),
        sa.Column("document_key", _Key, sa.ForeignKey("documents.key"), nullable=False),
    )
    op.create_index("derived_shingles_by_document", "derived_shingles", ["document_key"])
    op.create_table(
        "derived_copies",
        sa.Column("document_key", _Key, sa.ForeignKey("documents.key"), primary_key=True, autoincrement=False),
        sa.Column("original_key", _Key, sa.ForeignKey("documents.key"), nullable=False),
    )
    op.create_index("derived_copies_by_original", "derived_copies", ["original_key"])
