"""Views of statements and relations for reading with any tool, as they are judged to be."""

from string import Template

from alembic import op

revision = "0019"
down_revision = "0024"
branch_labels = None
depends_on = None

_STATEMENTS_FULL = """
CREATE VIEW statements_full AS
SELECT s.id, CASE WHEN j.key IS NULL THEN s.speaker_name ELSE j.speaker_name END AS speaker,
       CASE WHEN j.key IS NULL THEN s.speaker_role ELSE $role END AS speaker_role,
       coalesce(j.speaker_kind, s.speaker_kind) AS speaker_kind, coalesce(j.mode, s.mode) AS mode,
       CASE WHEN j.key IS NULL THEN substr(d.text, s.cue_start + 1, s.cue_end - s.cue_start) ELSE $cue END AS cue,
       CASE WHEN j.key IS NULL THEN s.cue_kind ELSE j.cue_kind END AS cue_kind, coalesce(j.quote, s.quote) AS quote,
       d.outlet, d.published, d.title, d.url, d.language, d.translated, s.said_on, s.confidence, s.within, r.reader,
       j.verdict AS judged, w.judged_by, d.id AS document
FROM statements s
JOIN derived_present_readings p ON p.reading_key = s.reading_key
JOIN readings r ON r.key = s.reading_key
JOIN documents d ON d.key = r.document_key
LEFT JOIN derived_judged j ON j.finding = s.id AND j.document_key = d.key
LEFT JOIN judgements w ON w.key = j.judgement_key
WHERE $newest AND coalesce(j.verdict, '') <> 'no'
UNION ALL
SELECT j.subject, j.speaker_name, $role, j.speaker_kind, j.mode, $cue, j.cue_kind, j.quote,
       d.outlet, d.published, d.title, d.url, d.language, d.translated, NULL, j.confidence, NULL, NULL,
       j.verdict, w.judged_by, d.id
FROM derived_judged j
JOIN documents d ON d.key = j.document_key
JOIN judgements w ON w.key = j.judgement_key
WHERE $newest AND j.state = 'added' AND j.verdict <> 'no'
"""

_RELATIONS_FULL = """
CREATE VIEW relations_full AS
SELECT r.id, CASE WHEN j.subject IS NULL THEN r.holder_name ELSE $holder END AS holder,
       CASE WHEN j.subject IS NULL THEN r.target_name ELSE j.target_name END AS target,
       coalesce(j.sign, r.sign) AS sign,
       CASE WHEN j.subject IS NULL THEN r.layer ELSE $layer END AS layer,
       CASE WHEN j.subject IS NULL THEN r.status ELSE $status END AS status,
       CASE WHEN j.subject IS NULL THEN r.event ELSE j.event END AS event,
       CASE WHEN r.voice IS NULL THEN 'outlet' ELSE $voice END AS voice, coalesce(v.quote, s.quote) AS quote,
       d.outlet, d.published, d.title, d.url, r.confidence, r.voice AS statement, g.reader,
       j.verdict AS judged, w.judged_by, d.id AS document
FROM relations r
JOIN derived_present_readings p ON p.reading_key = r.reading_key
JOIN readings g ON g.key = r.reading_key
JOIN documents d ON d.key = g.document_key
LEFT JOIN statements s ON s.reading_key = r.reading_key AND s.id = r.voice
LEFT JOIN derived_judged v ON v.document_key = d.key AND v.finding = r.voice
LEFT JOIN derived_judged_relations j ON j.document_key = d.key AND j.finding = r.id
LEFT JOIN judgements w ON w.key = j.judgement_key
WHERE $newest AND coalesce(j.verdict, '') <> 'no' AND coalesce(v.verdict, '') <> 'no'
UNION ALL
SELECT j.subject, $holder, j.target_name, j.sign, $layer, $status, j.event,
       CASE WHEN j.voice IS NULL THEN 'outlet' ELSE $voice END, coalesce(v.quote, s.quote),
       d.outlet, d.published, d.title, d.url, NULL, j.voice, NULL, j.verdict, w.judged_by, d.id
FROM derived_judged_relations j
JOIN documents d ON d.key = j.document_key
JOIN judgements w ON w.key = j.judgement_key
LEFT JOIN derived_present_readings p ON p.document_key = d.key
LEFT JOIN statements s ON s.reading_key = p.reading_key AND s.id = j.voice
LEFT JOIN derived_judged v ON v.document_key = d.key AND coalesce(v.finding, v.subject) = j.voice
WHERE $newest AND j.state = 'added' AND j.verdict <> 'no' AND coalesce(v.verdict, '') <> 'no'
"""


def upgrade() -> None:
    """Make both views anew: what was judged wrong is not in them, and what was corrected or added is."""
    for name, view in (("statements_full", _STATEMENTS_FULL), ("relations_full", _RELATIONS_FULL)):
        op.execute(f"DROP VIEW {name}")
        op.execute(Template(view).substitute(_pieces()))


def _pieces() -> dict[str, str]:
    """Give what both views say, and what stands only in the JSON of a judged finding."""

    def text(name: str) -> str:
        return f"j.\"right\" ->> '{name}'" if postgresql else f"json_extract(j.\"right\", '$.{name}')"

    def number(name: str) -> str:
        return f"CAST({text(name)} AS integer)"

    postgresql = op.get_bind().dialect.name == "postgresql"
    start, end = number("cue_start"), number("cue_end")
    cue = f"substr(d.text, {start} + 1, {end} - {start})"
    names = [f"coalesce({one}.speaker_name, {one}.speaker_kind)" for one in ("v", "s")]
    return {
        "newest": "NOT EXISTS (SELECT 1 FROM documents newer WHERE newer.supersedes = d.key)",
        "voice": f"CASE WHEN v.key IS NULL THEN {names[1]} ELSE {names[0]} END",
        "cue": cue,
        "role": text("speaker_role"),
        "holder": text("holder_name"),
        "layer": text("layer"),
        "status": text("status"),
    }
