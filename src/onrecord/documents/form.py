"""How much a paragraph looks like a question, an answer, or a report, by its form alone.

The figures are natural-log odds set by hand from how interviews are written, not fitted: there are too few
annotated interviews to learn them from without learning the interviews.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ASKS = re.compile(r"\?[\"'”’»)\]*_…. ]*$")
_ASKING = re.compile(
    r"(?:[—–-]\s*)?(?:(?:And|But|So|Then|Now|Well|Finally|Also|Lastly)[, ]+)?(?i:"
    r"(?:what|how|why|where|when|who|whom|whose|which)\b(?!\s+(?:is\s+more|matters\s+is|this\s+means))|(?:do|does|did|is|are|was|were|have|has|had|can|could|would|will|should|"
    r"isn['’]t|aren['’]t|don['’]t|doesn['’]t|didn['’]t|won['’]t|wouldn['’]t|haven['’]t|can['’]t)\s+(?:you|your|it|they|he|she|we|i|"
    r"there|this|that|the|these|those|any|a|an)\b|(?:tell|describe|explain)\s+(?:us|me|our)\b|let['’]?s\s+(?:move|talk|turn|start|"
    r"begin|return|go\s+back|discuss)|(?:moving|turning|returning|coming\s+back)\s+(?:on\s+)?to\b|you(?:['’](?:ve|re|d)|\s+(?:have|are|were|"
    r"said|say|mentioned|once|recently|also|spoke|wrote|argue|described|describe|call|called))\b|as\s+you\s+know\b|in\s+your\s+"
    r"(?:view|opinion|book|speech|article|interview)\b|for\s+(?:our|the)\s+readers\b|(?:any|your)\s+(?:thoughts|comment|message|plans)\b)"
)
_WISH = re.compile(
    r"\b(?:I(?:['’]d|\s+would)?(?:\s+just)?\s+(?:like|want|wanted|wish)\s+to\s+(?:ask|know|return|turn|talk|move|go\s+back|start|begin|discuss|hear)|"
    r"I(?:['’]m|\s+am|\s+was)?\s+(?:just\s+)?(?:wonder|wondering|curious)|(?:could|can|would|will)\s+you|do\s+you|did\s+you|are\s+you|have\s+you|"
    r"were\s+you|don['’]t\s+you|would\s+you|what\s+do\s+you|my\s+(?:last|next|first|final)?\s*question\s+is|(?:please|briefly)\s+"
    r"(?:tell|explain|describe|comment))\b",
    re.IGNORECASE,
)
_ANSWERING = re.compile(
    r"(?:[—–-]\s*)?(?i:(?:yes|no|yeah|yep|nope|well|indeed|of\s+course|certainly|sure|absolutely|exactly|definitely|naturally|undoubtedly|"
    r"unfortunately|frankly|honestly|perhaps|maybe|not\s+(?:at\s+all|really|yet|only)|thank\s+you|thanks|(?:very\s+)?good\s+question|"
    r"great\s+question|that['’]s\s+(?:a|an|right|true|correct|the)|that\s+is\s+(?:a|right|true|correct|untrue)|never|always|because|"
    r"on\s+the\s+contrary|you\s+(?:see|know|are\s+right|['’]re\s+right)|look|first\s+of\s+all|we\b|my\b|our\b|i\b(?!\s*(?:would\s+like|just|wonder|want\s+to\s+ask))))"
)
_YOU = re.compile(r"\b(?:you|your|yours|yourself|yourselves)\b", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\b(?:Mr\.?|Mrs\.?|Ms\.?|Madam|Dr\.?|Professor|Your\s+Excellency)\s+[A-Z][\w'’-]+,|(?:^|[,—–-]\s*)"
    r"(?:Mister\s+)?(?:Ambassador|Minister|President|Professor|Senator|Governor|Commissioner|General|Chancellor|Secretary)\s*,"
)
_I = re.compile(r"\b(?:I|me|my|mine|myself)\b|\bI['’](?:m|ve|d|ll)\b")
_WE = re.compile(r"\b(?:we|our|ours|us|ourselves)\b", re.IGNORECASE)
_REPORTS = re.compile(
    r"\b(?:said|says|told|added|stated|stressed|[Aa]ccording\s+to|announced|reported|replied|noted|claimed|wrote|explained|argued|insisted|"
    r"warned|pointed\s+out|asked\s+(?:whether|if|about))\b"
)
_GOES_ON = re.compile(
    r"(?:And|But|Or|Nor|So|Because|Including|Moreover|However|Nevertheless|Nonetheless|Therefore|Thus|Hence|Also|Besides|"
    r"In\s+addition|Although|Though|After\s+all|For\s+(?:example|instance)|That\s+is|As\s+a\s+result|In\s+(?:this|that)\s+\w+|"
    r"At\s+the\s+same\s+time|By\s+the\s+way|Second(?:ly)?|Third(?:ly)?|Finally|Then|Both|Otherwise|Instead|Consequently|"
    r"Furthermore|Likewise|Similarly|Accordingly|Especially)\b"
)
_LEANS_BACK = re.compile(
    r"\b(?:this|these|such|they|them|their|its?|those|he|she|him|his|her|the\s+same)\b", re.IGNORECASE
)
_QUOTED = re.compile(r"[\"“][^\"”]{2,2000}[\"”]|(?:^|\s)[‘'][^‘’']{8,400}[’'](?=[\s,.;?!]|$)")
_MAIN_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|do|did|will|would|can|could|should|must|may|might|am|be|been|says?|said|goes|"
    r"went|makes?|made|takes?|took|gives?|gave|gets?|got|comes?|came|sees?|saw|needs?|wants?|thinks?|thought|knows?|knew)\b|"
    r"\w(?:n['’]t|['’](?:re|ve|ll|d|m))\b|\b(?:it|that|there|he|she|what)['’]s\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"(?<!ed )\b(?:that|which|who|whom|whose|where|when|to)\b")
_PULLED = re.compile(r"(?:[\"“«„]|``).{10,600}(?:[\"”»]|'')\s*[—–-]+\s*[^\W\d_a-z][^.!?]{0,200}\.?$", re.DOTALL)
_SHOWN = re.compile(
    r"[^\W\d_a-z][\w'’-]+(?:\s+[^\W\d_a-z][\w'’-]+){1,4},?\s+(?:with|at|in|on|during|outside|inside|beside|after|before|near|as|"
    r"(?!during|being)\w+ing)\b"
)
_CLOSED = re.compile(r"[.!?…:;,—–-][\"'”’»)\]*_]*$")


@dataclass(frozen=True, slots=True)
class Form:
    """What the form of a paragraph says of its part in a conversation.

    ``leaning`` is the log-odds of a question against an answer, ``telling`` that of a report against either;
    ``goes_on`` says that it begins as the sequel of what stands before it, ``leans_back`` that a word in it points
    there.
    """

    asks: bool
    leaning: float
    telling: float
    goes_on: bool
    leans_back: bool
    addresses: bool
    first_person: bool
    size: int


def form(words: str) -> Form:
    """The form of one paragraph, given without its dash or label."""
    own = _QUOTED.sub(" ", words)
    size = len(words.split())
    asks = bool(_ASKS.search(words))
    addresses = bool(_YOU.search(own) or _ADDRESS.search(own))
    first = bool(_I.search(own))
    goes_on = bool(_GOES_ON.match(words)) and not (_ASKING.match(words) and not asks)
    return Form(
        asks=asks,
        leaning=_leaning(words, own, size, asks=asks),
        telling=-1.5 * asks + (_distance(words, own, size) if not (first or addresses) else -1.4 * (first + addresses)),
        goes_on=goes_on,
        leans_back=size < 40 and bool(_LEANS_BACK.search(own)),
        addresses=addresses,
        first_person=first or bool(_WE.search(own)),
        size=size,
    )


def is_fragment(words: str) -> bool:
    """Whether a short paragraph names something rather than says it: a heading, or a caption without a credit."""
    if len(words) > 200 or _ASKS.search(words) or _I.search(words) or _YOU.search(words):
        return False
    verb = _MAIN_VERB.search(words)
    if verb is None:
        return True
    relative = _RELATIVE.search(words)
    return relative is not None and 0 < relative.start() < verb.start()


def is_pulled(words: str) -> bool:
    """Whether a paragraph repeats words of the conversation under the name of who said them, as pull quotes do."""
    return bool(_PULLED.match(words))


def is_caption(words: str) -> bool:
    """Whether a paragraph only shows somebody doing or holding something: a name and no verb of its own."""
    return bool(_SHOWN.match(words)) and not _GOES_ON.match(words) and len(words.split()) <= 30 and is_fragment(words)


def is_open(words: str) -> bool:
    """Whether a paragraph ends without a mark, as headings do."""
    return not _CLOSED.search(words)


def _leaning(words: str, own: str, size: int, *, asks: bool) -> float:
    wish = bool(_WISH.search(own))
    asking = bool(_ASKING.match(words))
    odds = -0.8
    if asks:
        odds += 3.6 if size < 90 else 1.2
    elif "?" in words and size < 90:
        odds += 1.2
    odds += 1.5 * (wish and size < 90) + 1.3 * (asking and size < 60)
    if size < 90:
        odds += 0.9 * bool(_YOU.search(own)) + 1.0 * bool(_ADDRESS.search(own))
    odds -= 2.0 * bool(_ANSWERING.match(words) and not asks)
    odds -= 1.2 * bool(_I.search(own) and not wish) + 0.4 * bool(_WE.search(own))
    return odds - 0.9 * (size > 60) - 1.0 * (size > 110) - 1.5 * (size > 180)


def _distance(words: str, own: str, size: int) -> float:
    """How much words that speak to nobody and of no self read like a report."""
    odds = 0.4 + 1.6 * bool(_REPORTS.search(own)) - 1.0 * bool(_WE.search(own))
    return odds + 0.8 * (len(own) < len(words) * 0.6) + 0.6 * (size > 30) + 0.5 * (size > 60) + 0.5 * (size > 110)
