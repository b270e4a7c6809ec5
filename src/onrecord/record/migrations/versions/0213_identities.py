"""What persons say of who is who among all other judgements."""

import hashlib

import orjson
import sqlalchemy as sa
from alembic import op

revision = "0213"
down_revision = "0113"
branch_labels = None
depends_on = None

_SAID = """
SELECT j.document_key, d.id, j.named_start, other.id, j.other_named_start, j.judged_by, j.note, j.judged_at
FROM identity_judgements j
JOIN documents d ON d.key = j.document_key
LEFT JOIN documents other ON other.key = j.other_document_key
ORDER BY j.key
"""
_TOLD = """
INSERT INTO judgements (document_key, subject, verdict, judged_by, note, judged_at, digest, subject_kind)
VALUES (:document_key, :subject, :verdict, :judged_by, :note, :judged_at, :digest, 'identity')
"""


def upgrade() -> None:
    """Move what was said: that two are one is a yes to both, that one stands alone a no to whom it was taken for."""
    connection = op.get_bind()
    for key, one, at, other, other_at, *said in connection.execute(sa.text(_SAID)).all():
        row = {
            "subject": f"{one}:{at}" if other is None else f"{one}:{at}+{other}:{other_at}",
            "verdict": "no" if other is None else "yes",
            **dict(zip(("judged_by", "note", "judged_at"), said, strict=True)),
        }
        digested = {name: value for name, value in row.items() if name != "subject"}
        digested |= {"statement": row["subject"], "subject_kind": "identity"}
        digest = hashlib.sha256(orjson.dumps(digested, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]
        connection.execute(sa.text(_TOLD), row | {"document_key": key, "digest": digest})
    for name in ("document", "other"):
        op.drop_index(f"identity_judgements_by_{name}", "identity_judgements")
    op.drop_table("identity_judgements")
