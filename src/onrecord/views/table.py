"""Any view as a table, for pandas and whatever else takes Arrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, is_dataclass
from typing import Any, Protocol

from onrecord.errors import RecordError


class Tabular(Protocol):
    """A view that is made of rows."""

    def rows(self) -> Iterable[Mapping[str, Any]]:
        """Give its rows, in names and values."""
        ...


def table(found: Tabular | Iterable[Any]) -> Any:  # noqa: ANN401 - pyarrow is an extra, and has no types
    """Give a view, or some of what views give, as a ``pyarrow.Table``; its ``to_pandas()`` is a data frame.

    Columns have the names of the JSON form, with a dot where it nests: ``speaker.name``. What is a list stays one, and
    what is missing is null. Nothing found is a table without columns. Raises ``RecordError`` where pyarrow is not
    installed.
    """
    try:
        import pyarrow as arrow  # noqa: PLC0415 - an extra, and it takes a second to load
    except ImportError as error:
        raise RecordError("a table needs pyarrow; install it with: pip install 'onrecord[tables]'") from error
    own = found if isinstance(found, Iterable) else found.rows()
    rows = [dict(_flat("", _named(each))) for each in own]
    names = dict.fromkeys(name for row in rows for name in row)
    return arrow.table({name: [row.get(name) for row in rows] for name in names})


def _named(found: Any) -> Mapping[str, Any]:  # noqa: ANN401 - whatever has names and values
    if isinstance(found, Mapping):
        return found
    if is_dataclass(found) and not isinstance(found, type):
        return found.json() if hasattr(found, "json") else asdict(found)
    raise TypeError(f"{type(found).__name__} is no row of a table; give a view, or what one gives")


def _flat(above: str, found: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in found.items():
        if isinstance(value, Mapping):
            yield from _flat(f"{above}{name}.", value)
        else:
            yield f"{above}{name}", value
