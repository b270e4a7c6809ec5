"""The words that report words: which cues are speech, which ask, which introduce an inner statement."""

from __future__ import annotations

import re

_IRREGULAR = """say says said saying tell tells told telling ask asks asked asking speak speaks spoke spoken speaking
write writes wrote written writing reply replies replied replying deny denies denied denying admit admits admitted
admitting quip quips quipped quipping rebut rebuts rebutted rebutting""".split()
_REGULAR = """add announce state answer note explain claim insist argue warn report declare acknowledge tweet post
stress recall respond emphasise emphasize underline underscore comment remark conclude continue mention assert
maintain contend allege confirm testify vow pledge promise threaten predict caution concede complain joke observe
repeat reiterate affirm estimate suggest propose demand request urge call quote cite describe recount reveal disclose
inform advise protest object counter retort exclaim whisper shout"""


def _inflected(verb: str) -> set[str]:
    if verb.endswith("e"):
        return {verb, verb + "s", verb + "d", verb[:-1] + "ing"}
    return {verb, verb + "s", verb + "es", verb + "ed", verb + "ing"}


SPEECH_VERBS = frozenset([*_IRREGULAR, *(form for verb in _REGULAR.split() for form in _inflected(verb))])
"""Verbs of speaking and writing, in every inflection."""

SAYING = SPEECH_VERBS - set(
    """call calls called calling report reports state states post posts posted note notes continue continues continued
    continuing object objects counter answer answers request requests promise promises demand demands comment comments
    claim quote quotes estimate estimates protest protests add adds joke jokes remark remarks threaten threatens
    threatened suggest suggests suggested reveal reveals revealed describe describes described describing""".split()
)
"""Those of them that as a single word inside of another's words open an inner statement, and are rarely nouns."""

NESTING = SAYING | set(
    """believe believes believed think thinks thought boast boasts boasted confide confided assure assures assured
    promise promised swear swears swore regard regards regarded consider considers considered expect expects expected
    indicate indicates indicated complain complained convinced want wants wanted hope hopes hoped fear fears feared
    reject rejects rejected suspect suspects suspected apologised apologized suggest suggests suggested describe
    described reveal revealed threaten threatened claim claims pledge""".split()
)
"""Words of saying and thinking that open a statement inside of another, if they have source and content there."""

CLAIMS = frozenset(
    "claim claims allegation allegations accusation accusations assertion assertions finding findings".split()
)
"""Nouns that open one where "that" follows them at once."""

_NOUNS = (
    "statement|remark|comment|claim|announcement|report|speech|tweet|letter|interview|word|reply|warning|allegation"
)
_SPEECH = re.compile(
    rf"\b(?:according to|point(?:s|ed|ing)? out|went on|goes on|(?:{_NOUNS})s?|{'|'.join(sorted(SPEECH_VERBS))})\b"
    r"|^\W+$",
    re.IGNORECASE,
)
_ASKING = re.compile(r"\b(?:(?:ask|wonder|question)(?:s|ed|ing)?|[ei]nquir\w+)\b", re.IGNORECASE)
_INTERROGATIVE = re.compile(r"\W*(?:whether|if|what|why|how|who|whom|whose|when|where|which)\b", re.IGNORECASE)


def is_speech(cue: str) -> bool:
    """Whether the cue reports words spoken or written (a colon or a dash does too)."""
    return bool(_SPEECH.search(cue))


def is_question(cue: str, content: str) -> bool:
    """Whether the cue asks and the content is what was asked."""
    asks = bool(_ASKING.search(cue))
    return asks and (bool(_INTERROGATIVE.match(content)) or content.rstrip("”\"’'» ").endswith("?"))


_BE = r"(?:is|was|has been|had been|['’]s)"
_PARTICIPLE = r"(?:\w+ed|said|thought|held|known|understood|felt)"
_IMPERSONAL = re.compile(rf"it\s?{_BE}(?:\s\w+)??\s{_PARTICIPLE}", re.IGNORECASE)
_GOES_ON = re.compile(r"\b(?:and|but|then)\s(?:(?:also|again|later|further|\w+ly)\s)*$")
_GERUND = re.compile(r",\s(?:\w+ly\s)?$")


_IN_WORDS = re.compile(
    r"In (?P<whose>his|her|their|(?:the )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*['’]s)(?: own)? (?P<words>words), (?=\S)"
)


def in_words(text: str, start: int, end: int) -> re.Match[str] | None:
    """A sentence that opens with "In his words, …": ``whose`` and ``words`` stand where the match says."""
    return _IN_WORDS.match(text, start, end)


def is_impersonal(words: str) -> bool:
    """Whether the words from "it" to a cue name nobody: "It is widely believed"."""
    return bool(_IMPERSONAL.fullmatch(words))


def goes_on(before: str, cue: str) -> bool:
    """Whether a cue goes on with an earlier one's subject: "…, and stressed", "…, adding"."""
    verb = cue.split(maxsplit=1)[0].lower()
    if verb not in SPEECH_VERBS:
        return False
    return bool(_GOES_ON.search(before) or (verb.endswith("ing") and _GERUND.search(before)))
