"""Relations, instruments and times: what a reading finds besides statements."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0005"
branch_labels = None
depends_on = None

_Key = sa.BigInteger().with_variant(sa.Integer, "sqlite")

_RELATIONS_FULL = """
CREATE VIEW relations_full AS
SELECT r.id, r.holder_name AS holder, r.target_name AS target, r.sign, r.layer, r.status, r.event,
       CASE WHEN r.voice IS NULL THEN 'outlet' ELSE coalesce(s.speaker_name, s.speaker_kind) END AS voice,
       s.quote, d.outlet, d.published, d.title, d.url, r.confidence, s.id AS statement, g.reader, d.id AS document
FROM relations r
JOIN derived_present_readings p ON p.reading_key = r.reading_key
JOIN readings g ON g.key = r.reading_key
JOIN documents d ON d.key = g.document_key
LEFT JOIN statements s ON s.reading_key = r.reading_key AND s.id = r.voice
WHERE NOT EXISTS (SELECT 1 FROM documents newer WHERE newer.supersedes = d.key)
"""


def upgrade() -> None:
    """Make the tables, and a view of relations for reading with any tool."""
    op.create_table(
        "relations",
        *_of_reading(),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("voice", sa.Text),
        *_end("holder"),
        *_end("target"),
        sa.Column("sign", sa.Integer, nullable=False),
        sa.Column("layer", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("event", sa.Text),
        sa.Column("grounds", sa.JSON, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.UniqueConstraint("id", "reading_key", name="relations_once"),
    )
    op.create_index("relations_by_voice", "relations", ["reading_key", "voice"])
    for table, value in (("instruments", "name"), ("times", "value")):
        op.create_table(
            table,
            *_of_reading(),
            sa.Column(value, sa.Text, nullable=False),
            sa.Column("span_start", sa.Integer, nullable=False),
            sa.Column("span_end", sa.Integer, nullable=False),
        )
        op.create_index(f"{table}_by_reading", table, ["reading_key"])
    op.execute(_RELATIONS_FULL)


def _of_reading() -> list[sa.Column[Any]]:
    return [
        sa.Column("key", _Key, primary_key=True),
        sa.Column("reading_key", _Key, sa.ForeignKey("readings.key"), nullable=False),
    ]


def _end(name: str) -> list[sa.Column[Any]]:
    words: list[sa.Column[Any]] = [sa.Column(f"{name}_{part}", sa.Text) for part in ("name", "kind")]
    places = ("start", "end", "named_start", "named_end")
    return words + [sa.Column(f"{name}_{part}", sa.Integer) for part in places]
