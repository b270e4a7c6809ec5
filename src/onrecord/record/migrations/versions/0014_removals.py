"""How often vectors were taken out, so that whoever holds their signs knows whether they still stand."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, with its one row."""
    key = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    made = op.create_table(
        "derived_removals", sa.Column("key", key, primary_key=True), sa.Column("number", sa.Integer, nullable=False)
    )
    op.bulk_insert(made, [{"key": 1, "number": 0}])
