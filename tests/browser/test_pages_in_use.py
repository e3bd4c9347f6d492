"""The demo in a real browser: each role's first question, and the way from a list to a network."""

import re

import pytest
from playwright.sync_api import Browser

from graph_service.access import Role
from tests.browser.reading import Reader, reading

pytestmark = pytest.mark.browser

FIRST = {
    "analyst": r"\d+ people listed by the last run",
    "vawg_officer": r"\d+ people to look at in \w+",
    "high_harm_coordinator": r"\d+ people listed by the last run",
    "sergeant": r"\d+ people to look at in \w+",
    "inspector": r"\d+ people to look at in \w+",
    "detective_inspector": r"\d+ people to look at in \w+",
    "referrer": r"Has this person done this before\?",
    "auditor": r"\d+ people listed by the last run",
    "administrator": r"\d+ people listed by the last run",
}


def first_person(reader: Reader) -> str:
    """The address of the first person of a list."""
    reader.open("/lists/pursuit")
    found = reader.tab.locator("[data-row]").first.get_attribute("href")
    assert found is not None
    return found


@pytest.mark.parametrize("role", Role)
def test_the_first_page_of_each_role_answers_its_first_question(reader: Reader, role: Role) -> None:
    reader.reads_as(role)
    assert re.fullmatch(FIRST[role], reader.heading)
    assert reader.tab.locator("#role").input_value() == role
    assert reader.tab.locator(".p-invented").inner_text().startswith("INVENTED")


def pages_of(reader: Reader, role: str) -> list[str]:
    """Every page that a role can open, wrong addresses among them."""
    common = ["/", "/runs", "/quality", "/search", "/lists/serial?limit=50", "/nothing"]
    if role in ("auditor", "administrator"):
        return common
    reader.reads_as("analyst", "investigation")
    person = first_person(reader)
    reader.reads_as(role)
    return [*common, person, f"{person}/why", f"{person}/network?hops=2", "/people/P-nobody"]


@pytest.mark.parametrize("role", ["analyst", "vawg_officer", "referrer", "auditor"])
def test_axe_finds_nothing_on_any_page_and_every_page_says_invented(
    browser: Browser, address: str, role: str
) -> None:
    purpose = {"referrer": "referral", "auditor": None}.get(role, "investigation")
    with reading(browser, address) as reader:
        paths = pages_of(reader, role)
        reader.reads_as(role, purpose)
        found = {}
        for path in paths:
            status = reader.open(path)
            assert reader.tab.locator(".p-invented").is_visible(), path
            assert reader.tab.locator(".p-marking").count() == 2, path
            assert reader.tab.title().endswith("(invented data) \N{EN DASH} Pursuit"), path
            if violations := reader.violations():
                found[path] = violations
            assert status in (200, 403, 404), path
        assert found == {}
        # A browser says on its console that an answer had a status of an error; nothing else.
        assert [one for one in reader.complaints if "the server responded with" not in one] == []


def test_from_the_list_to_person_reasons_and_network_by_keyboard_alone(reader: Reader) -> None:
    reader.reads_as("analyst", "investigation")
    reader.open("/lists/pursuit")
    keys = reader.tab.keyboard
    keys.press("j")
    keys.press("j")
    name = reader.tab.evaluate("document.activeElement.textContent")
    keys.press("Enter")
    reader.tab.wait_for_url("**/people/P-*")
    assert reader.heading == name
    reader.tab_to("^Every contribution with its record")
    keys.press("Enter")
    reader.tab.wait_for_url("**/why*")
    assert re.fullmatch(rf"[\d.,]+ points: why {re.escape(name)} is on the list", reader.heading)
    reader.tab_to(f"^{re.escape(name)}")
    keys.press("Enter")
    reader.tab.wait_for_url(re.compile(r"/people/P-\w+$"))
    reader.tab_to("^The network on a page of its own")
    keys.press("Enter")
    reader.tab.wait_for_url("**/network")
    assert reader.heading.startswith(f"Around {name}")


def test_a_search_finds_by_key_and_opens(reader: Reader) -> None:
    reader.reads_as("analyst", "investigation")
    person = first_person(reader)
    reader.open(person)
    surname = reader.heading.partition(",")[0]
    reader.tab.keyboard.press("/")
    reader.tab.keyboard.type(surname.lower())
    reader.tab.keyboard.press("Enter")
    reader.tab.wait_for_url("**/search")
    assert re.fullmatch(r"\d+ (person matches|people match)", reader.heading)
    assert surname.lower() not in reader.path  # no address holds a name
    reader.tab.locator(f'a[href="{person}"]').click()
    assert reader.path == person
    reader.tab.locator("#find").fill("nobody of this name")
    reader.tab.locator("#find").press("Enter")
    reader.tab.wait_for_url("**/search")
    assert reader.heading == "Nobody found"


def test_an_officer_says_a_purpose_once_and_reads_on(reader: Reader) -> None:
    reader.reads_as("vawg_officer")
    person = reader.tab.locator("[data-row]").first
    name = person.inner_text()
    person.click()
    assert reader.heading == "Say what you read this for"
    reader.tab.select_option("#error-purpose", "safeguarding")
    reader.tab.get_by_role("button", name="Go on").click()
    assert reader.heading == name
    assert "What speaks against it" in reader.tab.locator("main").inner_text()
    reader.complaints.clear()  # of the answer that asked for the purpose


def test_a_referrer_checks_somebody_and_is_told_of_no_victim(reader: Reader) -> None:
    reader.reads_as("analyst", "investigation")
    reader.open(first_person(reader))
    surname = reader.heading.partition(",")[0]
    born = reader.tab.locator(".p-identity__facts dd").first.inner_text().partition(" (")[0]
    offences = reader.tab.locator("#offences ~ div tbody tr").count()
    assert offences > 0
    reader.reads_as("referrer")
    for typed, heading in (
        (surname, f"{surname}, .*: serial under"),
        ("Nobody", "Nothing to show"),
    ):
        reader.open("/")
        reader.tab.get_by_label("Surname", exact=True).fill(typed)
        reader.tab.get_by_label("Date of birth").fill(_digits(born))
        reader.tab.get_by_role("button", name="Check").click()
        assert re.match(heading, reader.heading)
    for path in ("/search", "/lists/pursuit"):
        reader.open(path)
        assert reader.tab.locator("#find").count() == 0


def _digits(day: str) -> str:
    """How somebody types a day of a page: 4 3 1980 for 4 Mar 1980."""
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    number, month, year = day.split()
    return f"{number} {months.index(month) + 1} {year}"


def test_the_role_is_switched_where_the_reader_stands_and_leads_to_its_first_page(
    reader: Reader,
) -> None:
    reader.reads_as("analyst", "investigation")
    reader.open(first_person(reader))
    options = reader.tab.locator("#role option")
    assert [options.nth(n).get_attribute("value") for n in range(options.count())] == list(Role)
    reader.tab.select_option("#role", "vawg_officer")
    reader.tab.click(".p-reader__button")
    assert reader.path == "/"
    assert re.fullmatch(FIRST["vawg_officer"], reader.heading)


def test_without_script_the_same_ways_lead_to_the_same_answers(
    browser: Browser, address: str
) -> None:
    with reading(browser, address, java_script_enabled=False) as reader:
        reader.reads_as("vawg_officer", "safeguarding")
        name = reader.tab.locator("[data-row]").first.inner_text()
        reader.tab.locator("[data-row]").first.click()
        assert reader.heading == name
        reader.tab.get_by_role("link", name="Every contribution with its record").click()
        assert "points: why" in reader.heading
        reader.tab.get_by_role("link", name=name).first.click()
        reader.tab.get_by_role("link", name="The network on a page of its own").click()
        assert reader.heading.startswith("Around ")
        assert reader.tab.locator("svg").count() > 0
        reader.tab.locator("#find").fill(name.partition(",")[0])
        reader.tab.get_by_role("button", name="Search").click()
        assert reader.tab.get_by_role("link", name=name).count() > 0
        assert reader.complaints == []
