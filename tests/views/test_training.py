"""What was judged right becomes gold; what was refused or left alone does not."""

from __future__ import annotations

import json

import quoting
from onrecord.record import Verdict, open_record
from onrecord.views.training import training

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
