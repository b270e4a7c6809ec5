"""Names by their words, and the ways to relations and instruments from whom or what they name."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make table and indexes; the record fills the table when it is brought up."""
    op.create_table(
        "derived_names",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
    )
    op.create_index("derived_names_by_key", "derived_names", ["key"])
    op.create_index("relations_by_target", "relations", ["target_name"])
    op.create_index("relations_by_event", "relations", ["event", "sign"])
    op.create_index("instruments_by_name", "instruments", ["name"])
    op.create_index("figures_by_name", "figures", ["name"])
