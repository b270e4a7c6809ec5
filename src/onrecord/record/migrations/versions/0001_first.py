"""The record of documents, captures, readings, statements and figures."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_Key = sa.BigInteger().with_variant(sa.Integer, "sqlite")

_STATEMENTS_FULL = """
CREATE VIEW statements_full AS
SELECT s.id, s.speaker_name AS speaker, s.speaker_role, s.speaker_kind, s.mode,
       substr(d.text, s.cue_start + 1, s.cue_end - s.cue_start) AS cue, s.cue_kind, s.quote,
       d.outlet, d.published, d.title, d.url, d.language, d.translated,
       s.said_on, s.confidence, s.within, r.reader, d.id AS document
FROM statements s
JOIN derived_present_readings p ON p.reading_key = s.reading_key
JOIN readings r ON r.key = s.reading_key
JOIN documents d ON d.key = r.document_key
WHERE NOT EXISTS (SELECT 1 FROM documents newer WHERE newer.supersedes = d.key)
"""

_DOCUMENTS_FULL = """
CREATE VIEW documents_full AS
SELECT d.id, d.outlet, d.published, d.title, d.url, d.author, d.language, d.translated, d.added_at,
       older.id AS supersedes, newer.id AS superseded_by, r.reader,
       (SELECT count(*) FROM statements s WHERE s.reading_key = r.key) AS statements,
       (SELECT count(*) FROM captures c WHERE c.document_key = d.key) AS captures
FROM documents d
LEFT JOIN documents older ON older.key = d.supersedes
LEFT JOIN documents newer ON newer.supersedes = d.key
LEFT JOIN derived_present_readings p ON p.document_key = d.key
LEFT JOIN readings r ON r.key = p.reading_key
"""

_STATEMENT_WORDS = """
CREATE VIRTUAL TABLE derived_statement_words USING fts5(
    quote, speaker_name, content='statements', content_rowid='key', tokenize='unicode61 remove_diacritics 2'
)
"""


def upgrade() -> None:
    """Make the tables, the views and, on SQLite, the index of words."""
    _documents()
    _captures()
    _readings()
    _statements()
    _figures()
    _derived()
    op.execute(_STATEMENTS_FULL)
    op.execute(_DOCUMENTS_FULL)


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("key", _Key, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("supersedes", _Key, sa.ForeignKey("documents.key")),
        sa.Column("url", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("outlet", sa.Text),
        sa.Column("author", sa.Text),
        sa.Column("published", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("original_language", sa.Text),
        sa.Column("translated", sa.Text, nullable=False),
        sa.Column("added_at", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("documents_by_predecessor", "documents", ["supersedes"])
    op.create_index("documents_by_outlet", "documents", ["outlet"])
    op.create_index("documents_by_date", "documents", ["published"])


def _captures() -> None:
    op.create_table(
        "captures",
        sa.Column("key", _Key, primary_key=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("document_key", _Key, sa.ForeignKey("documents.key"), nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("declared_encoding", sa.Text),
        sa.Column("encoding", sa.Text, nullable=False),
        sa.Column("extractor", sa.Text, nullable=False),
        sa.Column("notes", sa.JSON, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("outlet", sa.Text),
        sa.Column("added_at", sa.Text, nullable=False),
        sa.UniqueConstraint("id", "document_key", "extractor", name="captures_once"),
    )
    op.create_index("captures_by_document", "captures", ["document_key"])
    op.create_index("captures_by_url", "captures", ["url"])
    op.create_index("captures_by_sha256", "captures", ["sha256"])


def _readings() -> None:
    op.create_table(
        "readings",
        sa.Column("key", _Key, primary_key=True),
        sa.Column("document_key", _Key, sa.ForeignKey("documents.key"), nullable=False),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("reader_number", sa.Integer, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("added_at", sa.Text, nullable=False),
        sa.Column("mentions", sa.JSON, nullable=False),
        sa.UniqueConstraint("document_key", "reader", name="readings_once"),
    )


def _statements() -> None:
    op.create_table(
        "statements",
        sa.Column("key", _Key, primary_key=True),
        sa.Column("reading_key", _Key, sa.ForeignKey("readings.key"), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("speaker_name", sa.Text),
        sa.Column("speaker_role", sa.Text),
        sa.Column("speaker_kind", sa.Text, nullable=False),
        sa.Column("speaker_start", sa.Integer),
        sa.Column("speaker_end", sa.Integer),
        sa.Column("named_start", sa.Integer),
        sa.Column("named_end", sa.Integer),
        sa.Column("cue_start", sa.Integer),
        sa.Column("cue_end", sa.Integer),
        sa.Column("cue_kind", sa.Text),
        sa.Column("within", sa.Text),
        sa.Column("said_on", sa.Text),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("source", sa.JSON, nullable=False),
        sa.Column("occasion", sa.JSON, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.UniqueConstraint("id", "reading_key", name="statements_once"),
    )
    op.create_index("statements_by_reading", "statements", ["reading_key"])


def _figures() -> None:
    op.create_table(
        "figures",
        sa.Column("key", _Key, primary_key=True),
        sa.Column("reading_key", _Key, sa.ForeignKey("readings.key"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("role", sa.Text),
        sa.Column("named_start", sa.Integer, nullable=False),
        sa.Column("named_end", sa.Integer, nullable=False),
        sa.Column("role_start", sa.Integer),
        sa.Column("role_end", sa.Integer),
        sa.Column("mentions", sa.JSON, nullable=False),
    )
    op.create_index("figures_by_reading", "figures", ["reading_key"])


def _derived() -> None:
    op.create_table(
        "derived_present_readings",
        sa.Column("document_key", _Key, sa.ForeignKey("documents.key"), primary_key=True, autoincrement=False),
        sa.Column("reading_key", _Key, sa.ForeignKey("readings.key"), nullable=False, unique=True),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_STATEMENT_WORDS)
