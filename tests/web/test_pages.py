"""Every template, with realistic answers: well formed, marked, safe, and in its reader's words."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from markupsafe import Markup

from graph_service.web import presentation
from tests.web import samples
from tests.web.invented import NETWORK, PERSON, REFERRER_PERSON, WHY

CONTEXTS = samples.contexts()
NAMES = sorted(CONTEXTS)
HOSTILE = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>{{ 7777*7 }}"
_EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"}


class Page(HTMLParser):
    """The tags, ids and texts of a page; raises AssertionError where tags do not close."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember a tag that has to be closed."""
        self.tags.append((tag, dict(attrs)))
        if tag not in _EMPTY:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember a tag that is closed in itself."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that was opened last, and no other."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Gather what stands in headings."""
        if "h1" in self._open:
            self.headings.append(data)

    def ids(self) -> list[str]:
        """Every id."""
        return [found for _, attributes in self.tags if (found := attributes.get("id"))]


def html(name: str, **changes: Any) -> str:
    """The page of a sample, with parts of its context changed."""
    template, context = CONTEXTS[name]
    return presentation.render(template, **(context | changes))


def heading(found: str) -> str:
    """The first heading as one line."""
    return " ".join("".join(Page(found).headings).split())


def text(found: str) -> str:
    """The text of a page as one line."""
    return " ".join(Markup(found).striptags().split())  # noqa: S704 - only read, never shown


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_well_formed_and_has_one_heading(name: str) -> None:
    page = Page(html(name))
    assert [tag for tag, _ in page.tags].count("h1") == 1
    assert "".join(page.headings).strip()
    assert {key: n for key, n in Counter(page.ids()).items() if n > 1} == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_page_carries_no_inline_style_or_script(name: str) -> None:
    page = Page(html(name))
    scripts = [attributes for tag, attributes in page.tags if tag == "script"]
    assert scripts == [{"type": "module", "src": "/static/pursuit.js"}]
    assert [tag for tag, _ in page.tags if tag == "style"] == []
    assert [
        name
        for _, attributes in page.tags
        for name in attributes
        if name == "style" or name.startswith("on")
    ] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_address_is_on_this_service(name: str) -> None:
    addresses = [
        value
        for _, attributes in Page(html(name)).tags
        for key, value in attributes.items()
        if key in {"href", "src", "action"}
    ]
    assert [one for one in addresses if not (one or "").startswith(("/", "#"))] == []
    assert [one for one in addresses if (one or "").startswith("//")] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_marking_stands_above_and_below_and_invented_data_say_so(name: str) -> None:
    found = html(name)
    assert found.count('<p class="p-marking">OFFICIAL-SENSITIVE</p>') == 2
    assert text(found).count("INVENTED") == 2


def test_a_page_of_a_real_force_says_nothing_of_invention() -> None:
    assert "INVENTED" not in html("list", page=samples.page(invented=False)).upper()


@pytest.mark.parametrize("name", NAMES)
def test_every_form_that_posts_carries_the_token(name: str) -> None:
    found = html(name)
    posting = [part.split("</form>")[0] for part in found.split("<form")[1:]]
    posting = [part for part in posting if 'method="post"' in part]
    assert [
        part for part in posting if 'name="csrf_token" value="token-for-tests"' not in part
    ] == []


def _spoilt(value: Any, key: str = "") -> Any:
    """The same answer with hostile text for everything that a source could have written."""
    if isinstance(value, dict):
        return {name: _spoilt(one, str(name)) for name, one in value.items()}
    if isinstance(value, list):
        return [_spoilt(one, key) for one in value]
    kept = {"kind", "score", "value", "on", "born_on", "role", "harm", "serial", "repeat", "id",
            "source", "target", "scheme", "from_on", "to_on", "until", "until_on", "as_of",
            "known_at", "person_id", "centre"}  # fmt: skip
    return HOSTILE if isinstance(value, str) and key not in kept else value


def _spoilt_contexts() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, (_, context) in CONTEXTS.items():
        yield name, {key: _spoilt(one, key) for key, one in context.items() if key != "page"}


@pytest.mark.parametrize(("name", "context"), list(_spoilt_contexts()))
def test_hostile_text_stays_text(name: str, context: dict[str, Any]) -> None:
    page = samples.page(reader=HOSTILE, area={"area_id": HOSTILE, "name": HOSTILE}, path=HOSTILE)
    found = html(name, page=page, **context)
    assert "<img" not in found
    assert "<script>" not in found
    assert "54439" not in found
    Page(found)


def test_hostile_text_would_be_found_if_it_were_trusted() -> None:
    assert "<img" in html("list", empty=Markup(HOSTILE), rows=[])  # noqa: S704 - on purpose


def test_the_list_answers_in_its_heading_and_says_once_that_it_is_advice() -> None:
    found = html("list")
    assert heading(found) == "The first 7 of 12 people to look at in Northwold"
    assert text(found).count("A list is advice") == 1
    assert "Cut at 7: positions 5\N{EN DASH}8 tie" in text(found)


def test_a_held_entry_keeps_its_place_and_says_look_first() -> None:
    found = text(html("list"))
    assert "Look first: also recorded as victim of the person he is suspected of hurting" in found
    assert "due today 17:00" in found


def test_where_nothing_is_new_the_page_says_what_that_means() -> None:
    said = "No offence of a listed person was recorded here in the last seven days of the data."
    assert said in text(html("home_officer", news=[]))


def test_the_list_of_a_part_of_the_force_says_whose_ranks_it_shows() -> None:
    said = "Ranks are those of the whole force."
    assert said in text(html("list", is_part=True))
    assert said not in text(html("list", is_part=False))
    assert said in text(html("home_officer"))
    assert said not in text(html("home_analyst"))


def test_stale_data_warn() -> None:
    assert "These data are old." in text(html("list_stale"))
    assert "These data are old." not in text(html("list"))


def test_an_empty_list_says_why_and_what_would_fill_it() -> None:
    found = text(html("list_empty"))
    assert "Nobody is on this list in Northwold" in found
    assert "Load an extract and make a run" in found


def test_a_person_page_names_victims_only_where_the_answer_does() -> None:
    found = text(html("person"))
    assert "Jo Hallowfield" in found
    assert "Person T-7kq2mm4dz" in found
    assert "(name not shown to your role)" in found


def test_a_person_without_anything_recorded_has_a_page() -> None:
    found = text(html("person_bare"))
    assert "P09" in found
    assert "No order is recorded." in found
    assert "Nothing on record" not in found


def test_records_that_a_reader_may_not_see_are_said_to_be_there() -> None:
    records = [*PERSON["records"], {"source": "victims", "record_id": "V-1", "is_hidden": True}]
    found = text(html("person", person={**PERSON, "records": records}))
    assert "not shown" in found


def test_the_points_of_the_why_page_add_up_to_its_heading() -> None:
    found = text(html("why"))
    assert "1,834.5 points: why Martin Ardenshaw is on the list" in found
    assert "inferred weight" in found
    assert sum(float(one["value"]) for one in WHY["contributions"]) == float(WHY["score"])


def test_the_network_page_answers_in_its_heading() -> None:
    assert heading(html("network")) == (
        "Around Martin Ardenshaw: 5 victims, 1 person both suspect and victim, 1 suspect, "
        "1 other person, 1 protection by an order"
    )
    assert "12 more nodes are further out" in text(html("network"))


def test_those_who_are_not_named_are_told_apart_by_a_number() -> None:
    found = text(html("network"))
    assert "Victim, not named (1)" in found
    assert "Victim, not named (2)" in found


def test_an_order_in_the_network_has_its_full_name() -> None:
    assert "stalking protection order, active" in text(html("network"))


def test_a_referrers_answers_hold_nothing_of_a_victim() -> None:
    found = text(html("check"))
    assert "serial under 2 definitions" in found
    assert "4\N{EN DASH}6 records" in found
    assert "Hallowfield" not in found


def test_not_known_and_nothing_to_show_read_alike() -> None:
    assert html("check_nothing") == html("check_nothing", person=None, why=WHY)
    assert "The answer reads the same in both cases." in text(html("check_nothing"))


def test_a_referrers_definitions_are_yes_no_or_not_known() -> None:
    definitions = {"matac": True, "acpo_2009": False, "drive": None}
    found = html("check", person={**REFERRER_PERSON, "definitions": definitions})
    assert heading(found) == "Martin Ardenshaw: serial under 1 definition"
    answers = re.findall(r"<td[^>]*><strong>([^<]*)</strong>", found)
    assert answers == ["yes", "no", "not known"]


def test_names_and_dates_of_birth_are_posted_and_never_part_of_an_address() -> None:
    for name in ("search", "home_referrer"):
        found = html(name)
        for part in found.split("<form")[1:]:
            form = part.split("</form>")[0]
            if any(f'name="{one}"' in form for one in ("text", "surname", "born_on", "reference")):
                assert 'method="post"' in form


def test_navigation_belongs_to_the_role_and_marks_where_the_reader_is() -> None:
    shown = {
        role: [one.text + " <" * one.current for one in presentation.navigation(role, "/runs")]
        for role in ("analyst", "vawg_officer", "high_harm_coordinator", "referrer", "auditor")
    }
    assert shown == {
        "analyst": ["Overview", "List", "Search", "Links", "Runs <", "Data quality"],
        "vawg_officer": ["My area", "List", "Search"],
        "high_harm_coordinator": ["Overview", "List", "Search"],
        "referrer": ["Check a person", "List"],
        "auditor": ["Overview", "Runs <"],
    }


def test_every_scheme_belongs_to_the_list() -> None:
    links = presentation.navigation("analyst", "/lists/serial")
    assert [link.text for link in links if link.current] == ["List"]
    assert [
        link for link in presentation.navigation("analyst", "/people/P01") if link.current
    ] == []


def test_the_network_of_an_answer_knows_who_is_suspect_and_who_victim() -> None:
    graph = presentation.pictures.graph_of(NETWORK)
    roles = {node: data["role"] for node, data in graph.nodes(data=True)
             if data["kind"] == "person"}  # fmt: skip
    assert roles == {
        "P01": "suspect", "V1": "victim", "V2": "victim", "V3": "victim", "V4": "victim",
        "P02": "suspect", "P04": "both", "X1": "other", "X2": "victim",
    }  # fmt: skip
