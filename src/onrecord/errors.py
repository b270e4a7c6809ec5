"""What can go wrong, as a tree. Every message names the thing and says what to do.

::

    OnrecordError
    ├── SourceError         a source cannot be opened, or gives nothing to read
    │   ├── TooLarge        a document over the limit of characters
    │   └── Unreachable     a server that does not answer now
    ├── LanguageError       a text in a language that the reader does not know
    ├── CodebookError       a codebook that is not understood
    ├── ModelError          the weights are missing or damaged, or a language model cannot be asked
    ├── AnswerError         what a language model answers about one text cannot be used
    └── RecordError         the record cannot be opened, or refuses what it was given
        ├── RecordTooNew    written by a newer version
        ├── RecordDamaged   the file is no record, or is broken
        ├── ForgottenError  a text that was forgotten, and is not kept again unasked
        └── EvidenceError   a finding whose spans do not fit the stored text
"""


class OnrecordError(Exception):
    """Anything that Onrecord tells its user in words."""


class SourceError(OnrecordError):
    """A source cannot be opened, or gives nothing to read."""


class TooLarge(SourceError):
    """A document over the limit of characters."""


class Unreachable(SourceError):
    """A server that does not answer now, and may later."""


class LanguageError(OnrecordError):
    """A text in a language that the reader does not know."""


class CodebookError(OnrecordError):
    """A codebook that is not understood."""


class ModelError(OnrecordError):
    """The weights are missing or damaged, or a language model cannot be asked at all."""


class AnswerError(OnrecordError):
    """What a language model answers about one text cannot be used."""


class RecordError(OnrecordError):
    """The record cannot be opened, or refuses what it was given."""


class RecordTooNew(RecordError):
    """The record was written by a newer version."""


class RecordDamaged(RecordError):
    """The file is no record, or is broken."""


class ForgottenError(RecordError):
    """A text that was forgotten, and is not kept again unasked."""


class EvidenceError(RecordError):
    """A finding whose spans do not fit the stored text."""
