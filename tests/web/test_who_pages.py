"""The pages of actors and of the system that they form: every number opens to its words."""

from __future__ import annotations

import re

import httpx
import pytest

from served import words


def unescaped(address: str) -> str:
    return address.replace("&amp;", "&")


def test_a_name_leads_to_its_actor_in_any_spelling(desk: httpx.Client) -> None:
    pages = [desk.get("/actor", params={"name": name}) for name in ("Henrik Aldvar-Losten", "Hendrik Aldvar-Losten")]
    assert pages[0].url == pages[1].url
    assert re.search(r"/actor/[0-9a-f]{16}$", str(pages[0].url))
    assert "Spellings: Henrik Aldvar-Losten" in words(pages[0])


def test_an_actor_has_roles_positions_ties_and_statements(desk: httpx.Client) -> None:
    told = words(desk.get("/actor", params={"name": "Leyla Sorgun"}))
    assert re.search(r"Roles .* trade minister of Ardesia for Ardesia 13 May 2031, 1 document", told)
    assert re.search(r"Positions what Leyla Sorgun has shown toward whom, 13 May 2031", told)
    assert re.search(r"Statements \d+ in all", told)
    assert "Speaks of" in told


def test_a_position_opens_to_its_quotes(desk: httpx.Client) -> None:
    page = desk.get("/actor", params={"name": "Leyla Sorgun"}).text
    positions = page[page.index('id="positions"') : page.index('id="said"')]
    [first, *_] = re.findall(r'<a href="(/statement/\w+)"[^>]*>([^<]+)</a>', positions)
    assert " ".join(first[1].split())[:20] in words(desk.get(first[0]))


def test_who_is_known_by_name_alone_leads_to_a_search(desk: httpx.Client) -> None:
    assert desk.get("/actor", params={"name": "Nobody Known"}).url.path == "/search"


def test_every_edge_of_the_system_opens_to_its_words(desk: httpx.Client) -> None:
    page = desk.get("/system")
    edges = re.findall(r'<a href="(/tie\?[^"]+)" data-tie', page.text)
    assert len(edges) > 10
    graph = desk.get("/system.json").json()
    source, target = (graph["actors"][end]["name"] for end in graph["edges"][0][:2])
    told = words(desk.get(unescaped(edges[0])))
    assert re.search(rf"{source} \S (for|against|neutral) {target} told in {graph['edges'][0][4]} document", told)


def test_the_graph_is_the_table(desk: httpx.Client) -> None:
    page, graph = desk.get("/system"), desk.get("/system.json").json()
    names = [actor["name"] for actor in graph["actors"]]
    rows = re.findall(r"<tr>\s*<td><a[^>]*>([^<]+)</a></td>.*?<td><a[^>]*>([^<]+)</a></td>", page.text, re.DOTALL)
    assert [(names[source], names[target]) for source, target, *_ in graph["edges"]] == rows
    ends = [
        {"from": graph["actors"][source]["id"], "to": graph["actors"][target]["id"]}
        for source, target, *_ in graph["edges"]
    ]
    assert all(desk.get(graph["tie"], params=each).status_code == 200 for each in ends[:5])


@pytest.mark.parametrize(
    "given",
    [
        {"layer": "shown"},
        {"voice": "Nadja Brandt"},
        {"since": "2031-05-18"},
        {"status": "hypothetical"},
        {"around": "id"},
    ],
    ids=lambda given: next(iter(given)),
)
def test_a_system_is_narrowed_by_its_address(desk: httpx.Client, given: dict[str, str]) -> None:
    everything = desk.get("/system.json").json()
    if "around" in given:
        given = {"around": everything["actors"][0]["id"]}
    narrowed = desk.get("/system.json", params=given).json()
    assert narrowed["edges"]
    assert narrowed["edges"] != everything["edges"]
    told = words(desk.get("/system", params=given))
    assert f"{len(narrowed['edges'])} tie" in told[told.index("The same as a table") :]


def test_the_picture_is_taken_away_as_svg_and_png(desk: httpx.Client) -> None:
    assert desk.get("/system.svg").text.startswith("<svg ")
    assert desk.get("/system.png").content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("address", "code", "told"),
    [
        ("/system?around=Nobody+Known", 200, "no tie here is with"),
        ("/system?layer=sideways", 400, "layer is one of shown, told"),
        ("/system?status=gone", 400, "status is one of standing"),
        ("/system?confidence=much", 400, "confidence is a number"),
        ("/tie?from=a&to=b", 404, "no such tie"),
        ("/actor/ffffffffffffffff", 404, "no actor in this record"),
    ],
)
def test_what_no_system_has_is_told_in_words(desk: httpx.Client, address: str, code: int, told: str) -> None:
    answer = desk.get(address)
    assert (answer.status_code, told in answer.text) == (code, True)


def test_pages_weigh_little(desk: httpx.Client) -> None:
    statics = [desk.get(f"/static/{name}").content for name in ("onrecord.css", "onrecord.js", "icon.svg")]
    graph = [desk.get(f"/static/{name}").content for name in ("cytoscape.min.js", "graph.js", "graph.css")]
    document = re.findall(r"/document/[0-9a-f]{64}", desk.get("/").text)[0]
    around = sum(map(len, statics))
    for page in ("/", "/search", document, "/actor?name=Veltania"):
        assert len(desk.get(page).content) + around <= 300_000, page
    drawn = len(desk.get("/system").content) + len(desk.get("/system.json?drawn=2000").content)
    assert drawn + around + sum(map(len, graph)) <= 800_000


def test_statements_are_found_by_what_they_mean(desk: httpx.Client) -> None:
    page = desk.get("/search", params={"meaning": "she wants them to say sorry", "speaker": "Sorgun"})
    assert "The nearest in meaning to “she wants them to say sorry” first." in words(page)
    assert "an apology" in words(page)
    assert "Toward whom" not in words(page)[words(page).index("The nearest") :]
