"""One HTML file with an interactive network, to open without a service and without a line out.

pyvis gathers nodes, edges and options; its own page is not used, because it loads Bootstrap and
vis-network from other hosts and writes headings and menus unescaped. The page here carries
vis-network from pyvis's wheel (Apache-2.0 or MIT, its notice is kept in the file), opaque node ids,
every text as data, and a content security policy that allows the two scripts in it by their hash
and nothing from anywhere.
"""

import base64
import hashlib
import json
from collections import defaultdict
from collections.abc import Hashable
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

import networkx as nx
from pyvis.network import Network

from visualisation import drawing, layout, marks, network, svg, words

_SHAPES = {
    "suspect": "square",
    "victim": "dot",
    "both": "diamond",
    "other": "hexagon",
    "offence": "triangle",
    "order": "triangleDown",
    "location": "star",
}
_KEY = (
    "\N{BLACK SQUARE} suspect, \N{BLACK CIRCLE} victim, \N{BLACK DIAMOND} suspect and victim, "
    "\N{BLACK HEXAGON} other person, \N{BLACK UP-POINTING TRIANGLE} offence, "
    "\N{BLACK DOWN-POINTING TRIANGLE} order, \N{BLACK STAR} address; hollow: name not shown."
)
# No physics: the places are computed here, so the picture is the same whenever it is opened.
_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "edges": {"smooth": False, "font": {"align": "middle", "size": 13, "strokeWidth": 4}},
    "nodes": {"font": {"face": "Arial", "size": 15, "strokeWidth": 4}, "borderWidth": 2},
    "interaction": {
        "hover": True,
        "tooltipDelay": 150,
        "keyboard": {"enabled": True, "bindToWindow": False},
    },
}


def one_file(
    graph: "nx.Graph[Any]",
    *,
    title: str,
    marking: str,
    centre: Hashable | None = None,
    limit: int = network.LIMIT,
    invented: bool = False,
    note: str = "",
) -> str:
    """The whole HTML file.

    ``graph`` as `visualisation.fold.fold` describes it. With ``centre`` it is folded around that
    person to at most ``limit`` nodes; without, it is drawn as it comes, whoever has most links in
    the middle. ``marking`` stands above and below, ``note`` (as at, run) under the title. Raises
    KeyError if the centre is not in the graph, ValueError if there is nothing to draw.
    """
    if len(graph) == 0:
        raise ValueError("There is nobody in the graph to draw.")
    shown: Any = graph if centre is None else network.fold(graph, centre, limit)
    middle = _busiest(shown) if centre is None else centre
    ids = {node: f"n{number}" for number, node in enumerate(sorted(shown, key=str))}
    data = json.dumps(_data(shown, middle, ids), ensure_ascii=True, sort_keys=True)
    # What could end the data block or begin markup is written as JSON escapes.
    for sign in "<>&":
        data = data.replace(sign, f"\\u{ord(sign):04x}")
    library, script, style = _library(), _own("one_file.js"), _own("one_file.css")
    policy = (
        f"default-src 'none'; script-src {_hash(library)} {_hash(script)}; "
        f"style-src {_hash(style)}; img-src data:; base-uri 'none'; form-action 'none'"
    )
    return _PAGE.format(
        policy=escape(policy),
        title=escape(svg.clean(title)),
        marking=escape(svg.clean(marking)),
        invented=_INVENTED if invented else "",
        note=escape(svg.clean(note)),
        key=escape(_KEY),
        style=style,
        table=_table(shown),
        data=data,
        library=library,
        script=script,
    )


def _data(graph: Any, middle: Hashable, ids: dict[Hashable, str]) -> dict[str, Any]:
    """Nodes and edges as vis-network wants them, and the facts of each node."""
    gathered = Network(cdn_resources="in_line", directed=False)
    gathered.set_options(json.dumps(_OPTIONS))
    places = layout.rings(graph, middle, 0)
    for node, data in sorted(graph.nodes(data=True), key=lambda item: str(item[0])):
        gathered.add_node(ids[node], **_node(graph, node, data, places[node], node == middle))
    facts: dict[str, list[str]] = defaultdict(list)
    beside: dict[frozenset[Hashable], int] = defaultdict(int)
    for start, end, data in drawing.in_order(graph):
        kind = str(data.get("kind") or "KNOWS")
        count = int(data.get("count", 1))
        one, other = network.direction(graph, kind, start, end)
        said = f"{drawing.name(graph, one)} {words.edge(kind)} {drawing.name(graph, other)}"
        said += f": {data['text']}" if data.get("text") else ""
        gathered.edges.append(
            {
                "from": ids[start],
                "to": ids[end],
                "title": svg.clean(said),
                "label": "order" if kind == "ORDER" else f"{count:,}" if count > 1 else "",
                "smooth": _bent(beside[frozenset((start, end))]),
                "color": marks.EDGES.get(kind, marks.GREY),
                "width": 2,
                "dashes": kind not in {"OFFENCE", "ORDER", "SUSPECT_IN", "VICTIM_OF"},
            }
        )
        beside[frozenset((start, end))] += 1
        for node in {start, end}:
            facts[ids[node]].append(svg.clean(said))
    return {
        "nodes": [dict(node) for node in gathered.nodes],
        "edges": gathered.edges,
        "options": _OPTIONS,
        "facts": {key: sorted(said) for key, said in facts.items()},
        "names": {ids[node]: drawing.name(graph, node) for node in graph},
    }


def _node(
    graph: Any,
    node: Hashable,
    data: dict[str, Any],
    place: layout.Place,
    middle: bool,  # noqa: FBT001 - private, one call
) -> dict[str, Any]:
    kind, role = str(data.get("kind") or "person"), drawing.role(data)
    person = kind in {"person", "group"}
    look = role if person else kind
    colour = marks.FILLS.get(look, marks.FILLS["other"])
    said = words.ROLES[role] if person else words.KINDS.get(kind, (kind,))[0]
    name = drawing.name(graph, node)
    return {
        "label": name,
        "title": f"{name}, {said}",
        "shape": _SHAPES.get(look, "dot"),
        "size": 26 if middle else 18,
        "x": place[0],
        "y": place[1],
        "color": {
            "background": "#ffffff" if data.get("redacted") else colour,
            "border": colour,
            "highlight": {"background": "#ffdd00", "border": "#0b0c0c"},
        },
    }


def _bent(number: int) -> bool | dict[str, Any]:
    """The first line between two nodes is straight, each further one bends further out."""
    if number == 0:
        return False
    way = "curvedCW" if number % 2 else "curvedCCW"
    return {"enabled": True, "type": way, "roundness": 0.12 * ((number + 1) // 2)}


def _busiest(graph: Any) -> Hashable:
    """Who has most links; of several, the first by name of the node."""
    found: Hashable = min(graph, key=lambda node: (-graph.degree(node), str(node)))
    return found


def _table(graph: Any) -> str:
    facts = network.table(graph)
    head = "".join(f'<th scope="col">{escape(name.capitalize())}</th>' for name in facts.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>"
        for row in facts.itertuples(index=False)
    )
    return (
        f"<table><caption>The same facts as a table</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _hash(inline: str) -> str:
    digest = hashlib.sha256(inline.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def _library() -> str:
    """vis-network 9.1.2 as pyvis ships it, with its licence notice at the head."""
    folder = files("pyvis") / "templates" / "lib" / "vis-9.1.2"
    found = (folder / "vis-network.min.js").read_text(encoding="utf-8")
    # A script that could end its own element would not be the file that it is.
    if "</script" in found:
        raise ValueError("The vis-network of this pyvis cannot be put inside a page.")
    return found


@cache
def _own(name: str) -> str:
    return (files("visualisation") / name).read_text(encoding="utf-8")


_INVENTED = (
    '<p class="invented"><strong>INVENTED</strong> Everything here is made up. '
    "Nobody here exists.</p>"
)
_PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header><p class="marking">{marking}</p>{invented}</header>
<main>
<h1>{title}</h1>
<p class="key">{note}</p>
<p class="key">{key} Drag to move, scroll to enlarge, choose somebody to see what is recorded.</p>
<div class="both">
<div id="picture" role="region" aria-label="{title}; the table below holds the same facts"></div>
<section id="facts" aria-live="polite" aria-labelledby="facts-head">
<h2 id="facts-head">Nobody chosen</h2><ul id="facts-list"></ul>
</section>
</div>
{table}
</main>
<footer><p class="marking">{marking}</p></footer>
<script type="application/json" id="network">{data}</script>
<script>{library}</script>
<script>{script}</script>
</body>
</html>
"""
