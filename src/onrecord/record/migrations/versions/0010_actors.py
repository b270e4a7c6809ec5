"""Who is who across documents, and what persons say of it."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0006"
branch_labels = None
depends_on = None

_Key = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables; `onrecord identify` fills them."""
    op.create_table(
        "derived_actors",
        sa.Column("key", _Key, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("wikidata", sa.Text, nullable=False),
        sa.Column("names", sa.JSON, nullable=False),
        sa.Column("offices", sa.JSON, nullable=False),
        sa.Column("first", sa.Text),
        sa.Column("last", sa.Text),
        sa.Column("figures", sa.Integer, nullable=False),
    )
    op.create_table(
        "derived_actor_marks",
        sa.Column("mark", sa.Text, primary_key=True),
        sa.Column("actor_key", _Key, sa.ForeignKey("derived_actors.key"), primary_key=True, autoincrement=False),
    )
    op.create_table(
        "derived_identified",
        sa.Column("reading_key", _Key, sa.ForeignKey("readings.key"), primary_key=True, autoincrement=False),
    )
    op.create_table(
        "derived_identities",
        sa.Column("figure_key", _Key, sa.ForeignKey("figures.key"), primary_key=True, autoincrement=False),
        sa.Column("found_key", _Key, sa.ForeignKey("derived_actors.key"), nullable=False),
        sa.Column("actor_key", _Key, sa.ForeignKey("derived_actors.key"), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("speaks_for", sa.Text),
    )
    op.create_index("derived_identities_by_actor", "derived_identities", ["actor_key"])
    op.create_index("derived_identities_by_found", "derived_identities", ["found_key"])
    op.create_table(
        "identity_judgements",
        sa.Column("key", _Key, primary_key=True),
        sa.Column("document_key", _Key, sa.ForeignKey("documents.key"), nullable=False),
        sa.Column("named_start", sa.Integer, nullable=False),
        sa.Column("other_document_key", _Key, sa.ForeignKey("documents.key")),
        sa.Column("other_named_start", sa.Integer),
        sa.Column("judged_by", sa.Text, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("judged_at", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
    )
    op.create_index("identity_judgements_by_document", "identity_judgements", ["document_key"])
    op.create_index("identity_judgements_by_other", "identity_judgements", ["other_document_key"])
