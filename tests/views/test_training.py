"""What was judged right becomes gold; what was refused or left alone does not."""

from __future__ import annotations

import json

import quoting
from onrecord.record import Verdict, open_record
from onrecord.views.formats.training import lines as training

TEXT = (
    "🌊 Mira Tessarić said: “We stay.” Ilva Deren said: “They go.” Oren Pask said: “It rains.” "
    "Nobody asked the ferrymen."
)


def test_only_what_is_right_is_gold(place: str) -> None:
    document = quoting.document(TEXT, title="The strait", outlet="The Quay")
    first, second, _ = quoting.read(document).statements
    with open_record(place) as record:
        record.add(document, None, quoting.read(document))
        record.add(quoting.document("Elsewhere. " + TEXT), None, quoting.read(quoting.document("Elsewhere. " + TEXT)))
        record.judge(first.id, Verdict.YES, "Edda Quill", None, {"content": ["We stay"]})
        record.judge(second.id, Verdict.NO, "Edda Quill")
        record.add_missing(document.id, {"content": ["asked the ferrymen"], "source": ["Nobody"]}, "Edda Quill")
        [line] = map(json.loads, training(record))
    assert (line["id"], line["title"], line["publisher"], line["text"]) == (
        document.id,
        "The strait",
        "The Quay",
        TEXT,
    )
    words = [
        {role: [TEXT[start:end] for start, end in spans] for role, spans in attribution.items()}
        for attribution in line["attributions"]
    ]
    assert words == [
        {"source": ["Mira Tessarić"], "cue": ["said"], "content": ["We stay"]},
        {"source": ["Nobody"], "cue": [], "content": ["asked the ferrymen"]},
    ]
    assert (line["refused"], line["unjudged"]) == (1, 1)


def test_relations_that_are_right_are_gold_with_the_statements_that_voice_them(place: str) -> None:
    text = "🌊 Mira Tessarić said: “Arvenia presses Lorr. Lorr gives way.” Dorsk backs Lorr, and Arvenia backs Dorsk."
    document = quoting.document(text)
    found = quoting.read(document)
    presses, backs, _ = found.relations
    with open_record(place) as record:
        record.add(document, None, found)
        record.judge(presses.id, Verdict.YES, "Edda Quill", None, {"sign": "0", "event": "DEMAND"})
        record.judge(backs.id, Verdict.NO, "Edda Quill")
        at = text.index("Lorr gives")
        given = {"grounds": ["gives way"], "holder": f"{at}-{at + 4}", "target": "Arvenia", "sign": "+"}
        record.add_relation(found.statements[0].id, given, "Edda Quill")
        [line] = map(json.loads, training(record))
    assert line["attributions"] == []
    [statement] = line["statements"]
    assert [text[start:end] for start, end in statement["content"]] == ["“Arvenia presses Lorr. Lorr gives way.”"]
    assert text[slice(*statement["speaker_span"])] == "Mira Tessarić"
    first, added = line["relations"]
    assert [text[slice(*first[end])] for end in ("from", "to")] == ["Arvenia", "Lorr"]
    assert (first["sign"], first["event"], first["voice"]) == (0, "DEMAND", statement["id"])
    assert (text[slice(*added["from"])], added["to"]) == ("Lorr", None)
    assert ([text[start:end] for start, end in added["grounds"]], added["voice"]) == (["gives way"], statement["id"])
    assert (line["relations_refused"], line["relations_unjudged"], line["unjudged"]) == (1, 1, 1)
