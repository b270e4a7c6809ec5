"""What the documentation shows is what the programme does."""

from __future__ import annotations

import doctest
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import onrecord
from onrecord import Metadata
from onrecord.cli import commands

ROOT = Path(__file__).parents[1]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATE = _generator()
PAGES: list[Path] = GENERATE.PAGES


def _blocks(language: str) -> list[object]:
    fence = re.compile(rf"^```{language}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    return [
        pytest.param(block, id=f"{page.name}-{number}")
        for page in PAGES
        for number, block in enumerate(fence.findall(page.read_text(encoding="utf-8")), 1)
    ]


def _settled(page: str) -> str:
    # Another kind of processor may find one statement more or less in the examples.
    return re.sub(r"[\d,]+ new statements", "N new statements", page)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_print_what_the_page_says(page: Path) -> None:
    written = page.read_text(encoding="utf-8")
    assert _settled(GENERATE.with_output(written)) == _settled(written), "run `make docs`"


def test_the_page_of_the_commands_is_their_help() -> None:
    assert GENERATE.COMMANDS.read_text(encoding="utf-8") == GENERATE.commands_page(), "run `make docs`"


@pytest.mark.parametrize("block", _blocks("pycon"))
def test_python_gives_what_the_page_says(block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    test = doctest.DocTestParser().get_doctest(block, _earlier(block), "page", None, 0)
    told: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=told.append)
    assert not told, "".join(told)


def _earlier(block: str) -> dict[str, object]:
    """What the blocks before this one, on its page, have named."""
    names: dict[str, object] = {}
    page = next(text for path in PAGES if block in (text := path.read_text(encoding="utf-8")))
    for earlier in re.findall(r"^```pycon\n(.*?)^```$", page[: page.index(block)], re.MULTILINE | re.DOTALL):
        for example in doctest.DocTestParser().get_examples(earlier):
            exec(compile(example.source, "page", "single"), names)  # noqa: S102 - the documentation's own
    return names


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of the examples, with which most blocks begin: read once, not once a block."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "examples").symlink_to(ROOT / "examples")
    GENERATE.output("onrecord add examples", folder)
    return folder / "onrecord.db"


@pytest.mark.parametrize("block", _blocks("sh"))
def test_shell_commands_run(block: str, kept: Path, tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    shutil.copy(kept, tmp_path)
    for line in filter(None, (line.partition("#")[0].strip() for line in block.splitlines())):
        if line.startswith("make "):
            assert re.search(rf"^{line.split()[1]}:", MAKEFILE, re.MULTILINE), f"no such target: {line}"
        elif not line.startswith(". "):
            GENERATE.output(line, tmp_path)


@pytest.mark.parametrize("block", _blocks("json"))
def test_sidecars_on_the_page_are_understood(block: str) -> None:
    assert Metadata(**json.loads(block)).published


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_site_has_every_page_and_no_broken_link(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", tmp_path / "site"],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (built.returncode, built.stderr) == (0, "")
    pages = [page.read_text(encoding="utf-8") for page in (tmp_path / "site").rglob("*.html")]
    assert not [page for page in pages if re.search(r'<(?:script|img|link rel="stylesheet")[^>]+"https?:', page)]
    reference = (tmp_path / "site" / "reference" / "index.html").read_text(encoding="utf-8")
    assert [name for name in onrecord.__all__ if f'id="onrecord.{name}"' not in reference] == []


def test_every_command_of_the_programme_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:onrecord |`)([a-z-]+)", readme))
    assert sorted(commands.commands.keys() - named) == []
