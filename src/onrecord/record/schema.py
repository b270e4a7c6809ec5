"""The tables of a record, as SQLAlchemy Core sees them.

Migrations make them; a test holds the two together. Spans are kept as JSON pairs in their statement's
row: they are read with it and never searched alone, and a table of their own would double its size.
Tables named ``derived_*`` can be dropped and computed again; everything else is evidence.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    exists,
)

tables = MetaData()

# SQLite numbers rows by itself only where the type is INTEGER.
_Key = BigInteger().with_variant(Integer, "sqlite")

documents = Table(
    "documents",
    tables,
    Column("key", _Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("supersedes", _Key, ForeignKey("documents.key")),
    Column("url", Text),
    Column("title", Text),
    Column("outlet", Text),
    Column("author", Text),
    Column("published", Text),
    Column("language", Text),
    Column("original_language", Text),
    Column("translated", Text, nullable=False),
    Column("added_at", Text, nullable=False),
    # Last, so that the other columns are read without the pages that a long text runs over.
    Column("text", Text, nullable=False),
    # How many characters a text has that is not kept, and stands here empty; null where it is kept.
    Column("withheld", Integer),
    Index("documents_by_predecessor", "supersedes"),
    Index("documents_by_outlet", "outlet"),
    Index("documents_by_date", "published"),
)

_newer = documents.alias()
SUPERSEDED = exists().where(_newer.c.supersedes == documents.c.key)
"""Whether a document has a newer version."""

captures = Table(
    "captures",
    tables,
    Column("key", _Key, primary_key=True),
    Column("id", Text, nullable=False),
    Column("document_key", _Key, ForeignKey("documents.key"), nullable=False),
    Column("sha256", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("declared_encoding", Text),
    Column("encoding", Text, nullable=False),
    Column("extractor", Text, nullable=False),
    Column("notes", JSON, nullable=False),
    Column("url", Text),
    Column("outlet", Text),
    Column("taken", Text),
    Column("added_at", Text, nullable=False),
    # The same bytes can give another text by a better extractor.
    UniqueConstraint("id", "document_key", "extractor", name="captures_once"),
    Index("captures_by_document", "document_key"),
    Index("captures_by_url", "url"),
    Index("captures_by_sha256", "sha256"),
)

readings = Table(
    "readings",
    tables,
    Column("key", _Key, primary_key=True),
    Column("document_key", _Key, ForeignKey("documents.key"), nullable=False),
    Column("reader", Text, nullable=False),
    Column("reader_number", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("added_at", Text, nullable=False),
    # [start, end, head start, head end, kind, form, confidence]
    Column("mentions", JSON, nullable=False),
    UniqueConstraint("document_key", "reader", name="readings_once"),
)

statements = Table(
    "statements",
    tables,
    Column("key", _Key, primary_key=True),
    Column("reading_key", _Key, ForeignKey("readings.key"), nullable=False),
    Column("id", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("speaker_name", Text),
    Column("speaker_role", Text),
    Column("speaker_kind", Text, nullable=False),
    Column("speaker_start", Integer),
    Column("speaker_end", Integer),
    Column("named_start", Integer),
    Column("named_end", Integer),
    Column("cue_start", Integer),
    Column("cue_end", Integer),
    Column("cue_kind", Text),
    Column("within", Text),
    Column("said_on", Text),
    Column("confidence", Float, nullable=False),
    Column("content", JSON, nullable=False),
    Column("source", JSON, nullable=False),
    Column("occasion", JSON, nullable=False),
    Column("quote", Text, nullable=False),
    Column("digest", Text, nullable=False),
    UniqueConstraint("id", "reading_key", name="statements_once"),
    Index("statements_by_reading", "reading_key"),
    Index("statements_by_confidence", "confidence"),
)

figures = Table(
    "figures",
    tables,
    Column("key", _Key, primary_key=True),
    Column("reading_key", _Key, ForeignKey("readings.key"), nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("role", Text),
    Column("named_start", Integer, nullable=False),
    Column("named_end", Integer, nullable=False),
    Column("role_start", Integer),
    Column("role_end", Integer),
    Column("mentions", JSON, nullable=False),
    Index("figures_by_reading", "reading_key"),
    Index("figures_by_name", "name"),
)

# An end that is implied has a name and no start; one that is left open has neither.
relations = Table(
    "relations",
    tables,
    Column("key", _Key, primary_key=True),
    Column("reading_key", _Key, ForeignKey("readings.key"), nullable=False),
    Column("id", Text, nullable=False),
    # The id of a statement; null where the outlet itself says so.
    Column("voice", Text),
    Column("holder_name", Text),
    Column("holder_kind", Text),
    Column("holder_start", Integer),
    Column("holder_end", Integer),
    Column("holder_named_start", Integer),
    Column("holder_named_end", Integer),
    Column("target_name", Text),
    Column("target_kind", Text),
    Column("target_start", Integer),
    Column("target_end", Integer),
    Column("target_named_start", Integer),
    Column("target_named_end", Integer),
    Column("sign", Integer, nullable=False),
    Column("layer", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("event", Text),
    # How it is done, and what its sentence is about; readers before the fifth say neither.
    Column("mode", Text),
    Column("contexts", JSON, nullable=False, server_default="[]"),
    Column("grounds", JSON, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("digest", Text, nullable=False),
    UniqueConstraint("id", "reading_key", name="relations_once"),
    Index("relations_by_voice", "reading_key", "voice"),
    Index("relations_by_target", "target_name"),
    Index("relations_by_event", "event", "sign"),
)

instruments = Table(
    "instruments",
    tables,
    Column("key", _Key, primary_key=True),
    Column("reading_key", _Key, ForeignKey("readings.key"), nullable=False),
    Column("name", Text, nullable=False),
    Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False),
    Index("instruments_by_reading", "reading_key"),
    Index("instruments_by_name", "name"),
)

times = Table(
    "times",
    tables,
    Column("key", _Key, primary_key=True),
    Column("reading_key", _Key, ForeignKey("readings.key"), nullable=False),
    Column("value", Text, nullable=False),
    Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False),
    Index("times_by_reading", "reading_key"),
)

# The issues of a codebook that statements are under.
codings = Table(
    "derived_issues",
    tables,
    Column("statement_key", _Key, ForeignKey("statements.key"), primary_key=True, autoincrement=False),
    Column("issue", Text, primary_key=True),
    Column("score", Float, nullable=False),
    Index("derived_issues_by_issue", "issue"),
)

FINDINGS = (statements, figures, relations, instruments, times)
"""The tables whose rows belong to a reading."""

judgements = Table(
    "judgements",
    tables,
    Column("key", _Key, primary_key=True),
    # The document that a finding is in, or the first figure.
    Column("document_key", _Key, ForeignKey("documents.key")),
    # Its id, not its row: a judgement is on what every reader finds under that id. Of an identity it is one figure or
    # two, by document and where the fullest name begins.
    Column("subject", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("judged_by", Text, nullable=False),
    Column("note", Text),
    Column("judged_at", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("subject_kind", Text, nullable=False, server_default="statement"),
    Column("judge_kind", Text, nullable=False, server_default="person"),
    # What is right instead, or what was missed: field -> value.
    Column("corrections", JSON, nullable=False, server_default="{}"),
    Index("judgements_by_subject", "subject"),
    Index("judgements_by_document", "document_key"),
)

# sha256 of texts, and of the bytes that they were made of, which were forgotten.
tombstones = Table(
    "tombstones",
    tables,
    Column("sha256", Text, primary_key=True),
    Column("forgotten_at", Text, nullable=False),
)

# What could not be read, by the name of its source, until it is added after all.
failures = Table(
    "failures",
    tables,
    Column("source", Text, primary_key=True),
    Column("why", Text, nullable=False),
    Column("failed_at", Text, nullable=False),
)

# Of the readings of a document the one that views show: its newest reader's.
present_readings = Table(
    "derived_present_readings",
    tables,
    Column("document_key", _Key, ForeignKey("documents.key"), primary_key=True, autoincrement=False),
    Column("reading_key", _Key, ForeignKey("readings.key"), nullable=False, unique=True),
)

# What is to be compared of a document's words, where it has enough of them.
fingerprints = Table(
    "derived_fingerprints",
    tables,
    Column("document_key", _Key, ForeignKey("documents.key"), primary_key=True, autoincrement=False),
    Column("fingerprint", LargeBinary, nullable=False),
)

# The first document that has a looked-up hash of a fingerprint: others that have it are compared with this one.
shingles = Table(
    "derived_shingles",
    tables,
    Column("hash", _Key, primary_key=True, autoincrement=False),
    Column("document_key", _Key, ForeignKey("documents.key"), nullable=False),
    Index("derived_shingles_by_document", "document_key"),
)

# Of each document that has near copies the one that stands for all of them: itself, where it is the original.
copies = Table(
    "derived_copies",
    tables,
    Column("document_key", _Key, ForeignKey("documents.key"), primary_key=True, autoincrement=False),
    Column("original_key", _Key, ForeignKey("documents.key"), nullable=False),
    Index("derived_copies_by_original", "original_key"),
)

# What the statements of a reading mean, by the model of this digest: 384 signed bytes for each of them, in their order.
vectors = Table(
    "derived_vectors",
    tables,
    Column("reading_key", _Key, ForeignKey("readings.key"), primary_key=True, autoincrement=False),
    Column("model", Text, nullable=False),
    Column("vectors", LargeBinary, nullable=False),
)

# The signs of these vectors, 48 bytes for each, and the statements' keys, 8 for each: what all are compared by first.
sketches = Table(
    "derived_sketches",
    tables,
    Column("reading_key", _Key, ForeignKey("readings.key"), primary_key=True, autoincrement=False),
    Column("model", Text, nullable=False),
    Column("statement_keys", LargeBinary, nullable=False),
    Column("sketches", LargeBinary, nullable=False),
)

# How often vectors were taken out, in its one row: who holds the sketches knows by it whether all of them still stand.
removals = Table(
    "derived_removals",
    tables,
    Column("key", _Key, primary_key=True),
    Column("number", Integer, nullable=False),
)

# Statements of different documents that say the same: one, the one that stands for it, and how like they are.
links = Table(
    "derived_links",
    tables,
    Column("key", _Key, ForeignKey("statements.key"), primary_key=True, autoincrement=False),
    Column("other_key", _Key, ForeignKey("statements.key"), primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("score", Float, nullable=False),
    Index("derived_links_by_other", "other_key"),
)

# By which runs of words the statements are found that others may repeat, and by which names of speakers.
phrases = Table(
    "derived_phrases",
    tables,
    Column("hash", _Key, primary_key=True, autoincrement=False),
    Column("statement_key", _Key, ForeignKey("statements.key"), primary_key=True, autoincrement=False),
    Index("derived_phrases_by_statement", "statement_key"),
)
voices = Table(
    "derived_voices",
    tables,
    Column("voice", _Key, primary_key=True, autoincrement=False),
    Column("statement_key", _Key, ForeignKey("statements.key"), primary_key=True, autoincrement=False),
    Index("derived_voices_by_statement", "statement_key"),
)

# The readings whose statements have been linked.
linked = Table(
    "derived_linked",
    tables,
    Column("reading_key", _Key, ForeignKey("readings.key"), primary_key=True, autoincrement=False),
)

# Where the judgements on a statement count: the finding, if there is one, that they are on in a document or in a newer
# version of it, with what they say of it together. Offsets are those of this document.
judged = Table(
    "derived_judged",
    tables,
    Column("key", _Key, primary_key=True),
    Column("document_key", _Key, ForeignKey("documents.key"), nullable=False),
    Column("subject", Text, nullable=False),
    Column("judgement_key", _Key, ForeignKey("judgements.key"), nullable=False),
    Column("state", Text, nullable=False),
    Column("finding", Text),
    # The row of the finding.
    Column("statement_key", _Key, ForeignKey("statements.key")),
    Column("verdict", Text, nullable=False),
    Column("corrections", JSON, nullable=False),
    # As it was read, or as a judgement says where nobody read it; then as it is judged to be, of which the columns
    # below repeat what is searched.
    Column("statement", JSON, nullable=False),
    Column("right", JSON, nullable=False),
    Column("quote", Text, nullable=False),
    Column("content", JSON, nullable=False),
    Column("speaker_name", Text),
    Column("speaker_kind", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("cue_kind", Text),
    Column("confidence", Float, nullable=False),
    UniqueConstraint("document_key", "subject", name="derived_judged_once"),
    Index("derived_judged_by_finding", "finding"),
)

# The same for relations; ``voice`` is the statement that has it in this document.
judged_relations = Table(
    "derived_judged_relations",
    tables,
    Column("document_key", _Key, ForeignKey("documents.key"), primary_key=True, autoincrement=False),
    Column("subject", Text, primary_key=True),
    Column("judgement_key", _Key, ForeignKey("judgements.key"), nullable=False),
    Column("state", Text, nullable=False),
    Column("finding", Text),
    Column("verdict", Text, nullable=False),
    Column("corrections", JSON, nullable=False),
    Column("relation", JSON, nullable=False),
    Column("right", JSON, nullable=False),
    Column("voice", Text),
    Column("target_name", Text),
    Column("sign", Integer, nullable=False),
    Column("event", Text),
    Index("derived_judged_relations_by_finding", "finding"),
)

# Somebody known across documents, as the rules found him, and as persons said where they said otherwise.
actors = Table(
    "derived_actors",
    tables,
    Column("key", _Key, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("wikidata", Text, nullable=False),
    Column("names", JSON, nullable=False),
    Column("offices", JSON, nullable=False),
    Column("first", Text),
    Column("last", Text),
    Column("figures", Integer, nullable=False),
)

# What actors are looked up by when a figure is compared with them.
actor_marks = Table(
    "derived_actor_marks",
    tables,
    Column("mark", Text, primary_key=True),
    Column("actor_key", _Key, ForeignKey("derived_actors.key"), primary_key=True, autoincrement=False),
)

# The readings whose figures have been compared.
identified = Table(
    "derived_identified",
    tables,
    Column("reading_key", _Key, ForeignKey("readings.key"), primary_key=True, autoincrement=False),
)

# Which actor each figure is: the one that the rules found, and the one that counts after what persons say.
identities = Table(
    "derived_identities",
    tables,
    Column("figure_key", _Key, ForeignKey("figures.key"), primary_key=True, autoincrement=False),
    Column("found_key", _Key, ForeignKey("derived_actors.key"), nullable=False),
    Column("actor_key", _Key, ForeignKey("derived_actors.key"), nullable=False),
    Column("why", Text, nullable=False),
    Column("speaks_for", Text),
    Index("derived_identities_by_actor", "actor_key"),
    Index("derived_identities_by_found", "found_key"),
)

# The words that are written as names, each with the keys that its spellings share.
spellings = Table(
    "derived_spellings",
    tables,
    Column("word", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Index("derived_spellings_by_key", "key"),
)

# The names of figures, speakers, targets and instruments, each with the keys of its words.
names = Table(
    "derived_names",
    tables,
    Column("name", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Index("derived_names_by_key", "key"),
)
