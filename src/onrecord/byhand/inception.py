"""What was coded in INCEpTION: UIMA CAS as XMI, in a ZIP with its type system, or beside ``TypeSystem.xml``.

A statement is a span of a layer called ``Statement``, with the features ``speaker`` and ``mode`` (words), and ``cue``,
``source`` and ``pieces`` (one span, or slots that link to some): where the words go on. UIMA counts UTF-16 code units.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from onrecord.byhand.coded import Coded, Refused, joined
from onrecord.errors import SourceError
from onrecord.facts import Document, Mode, Span, Spans

_TYPES = "TypeSystem.xml"


def coded(path: Path) -> Iterator[Coded | Refused]:
    """Give the statements of an XMI file, a ZIP or a folder of them. Raises ``SourceError`` for what is none."""
    try:
        import cassis  # noqa: PLC0415 - an extra, of which few have need
    except ImportError as error:
        raise SourceError("UIMA's files need dkpro-cassis; install it with: pip install 'onrecord[uima]'") from error

    files = _files(path)
    if _TYPES not in files or len(files) == 1:
        raise SourceError(f"{path} is no UIMA CAS as XMI with a {_TYPES} beside it; export “UIMA CAS XMI” once more")
    types = cassis.load_typesystem(BytesIO(files.pop(_TYPES)))
    for name, data in files.items():
        try:
            cas = cassis.load_cas_from_xmi(BytesIO(data), typesystem=types)
        except (SyntaxError, ValueError, KeyError, AttributeError, cassis.typesystem.TypeNotFoundError) as error:
            yield Refused(f"{path}, {name}", f"it is no UIMA CAS ({error})")
            continue
        text = cas.sofa_string or ""
        document = Document(text=text).id
        for number, mark in enumerate(_statements(cas), 1):
            yield _coded(f"{path}, {name}, statement {number}", mark, document, text)


def _files(path: Path) -> dict[str, bytes]:
    """Give the files of annotations, and their type system, by their names."""
    if path.is_dir():
        return {file.name: file.read_bytes() for file in sorted(path.iterdir()) if _belongs(file.name)}
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return {Path(name).name: archive.read(name) for name in archive.namelist() if _belongs(name)}
    beside = path.parent / _TYPES
    return {file.name: file.read_bytes() for file in (path, beside) if file.is_file()}


def _belongs(name: str) -> bool:
    return name.endswith(".xmi") or Path(name).name == _TYPES


def _statements(cas: Any) -> list[Any]:  # noqa: ANN401 - the library has no types
    layers = [type_.name for type_ in cas.typesystem.get_types() if type_.name.split(".")[-1] == "Statement"]
    return sorted((mark for layer in layers for mark in cas.select(layer)), key=lambda mark: (mark.begin, mark.end))


def _coded(where: str, mark: Any, document: str, text: str) -> Coded | Refused:  # noqa: ANN401
    try:
        content = joined((Span(mark.begin, mark.end), *_linked(mark, "pieces")), text)
        told: dict[str, object] = {}
        cue, source = _linked(mark, "cue"), _linked(mark, "source")
        if cue:
            told["cue"] = cue[0]
        if source:
            told["source"] = joined(source, text)
        if speaker := _feature(mark, "speaker"):
            told["speaker"] = speaker
        if mode := _feature(mark, "mode"):
            told["mode"] = Mode(mode).value
    except ValueError as error:
        return Refused(where, str(error))
    return Coded(where=where, document=document, content=content, told=told)


def _linked(mark: Any, name: str) -> Spans:  # noqa: ANN401
    value = _feature(mark, name)
    if value is None:
        return ()
    links = value.elements if hasattr(value, "elements") else value if isinstance(value, list) else [value]
    return tuple(Span(end.begin, end.end) for end in (getattr(link, "target", link) for link in links or ()))


def _feature(mark: Any, name: str) -> Any:  # noqa: ANN401
    return getattr(mark, name, None)
