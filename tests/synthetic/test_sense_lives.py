"""Who the people of the invented force are and what they do makes sense."""

from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest

from ingest.synthetic.clerks import misspell
from ingest.synthetic.data_files import day_of, offence_kind
from ingest.synthetic.days import add, years
from ingest.synthetic.dice import Dice
from ingest.synthetic.events import Act, acts
from ingest.synthetic.generate import circles
from ingest.synthetic.people import PARTNERS, Circle, Person, Tie
from tests.synthetic.mapped import Tables

STALKING = "('19512', '00865', '00866')"
SHOPS = ("High Street", "Market Row", "New Street")
Done = list[tuple[Circle, Act]]


@pytest.fixture(scope="module")
def lives() -> list[Circle]:
    """The circles of 12,000 persons, seed 1."""
    return list(circles(1, 12_000))


@pytest.fixture(scope="module")
def done(lives: list[Circle]) -> Done:
    """What is done in those circles and reported."""
    return [
        (circle, act) for circle in lives for act in acts(circle, Dice(1, "acts", circle.number))
    ]


def ties(lives: list[Circle], *kinds: str) -> list[Tie]:
    """The ties of some kinds."""
    return [tie for circle in lives for tie in circle.ties if tie.kind in kinds]


def names(person: Person) -> set[tuple[str, str]]:
    """Every forename with surname that somebody bears in the five years."""
    return {
        (person.forename, name)
        for name in (person.surname, person.family, *(name for _, name in person.surnames))
    }


def courses(done: Done) -> list[list[Act]]:
    """The reports of each course, in order."""
    by_course: dict[tuple[int, int], list[Act]] = {}
    for circle, act in done:
        if act.counter_to is None:
            by_course.setdefault((circle.number, act.course.number), []).append(act)
    return list(by_course.values())


def pair(circle: Circle, act: Act) -> list[Tie]:
    """All that ever binds suspect and victim."""
    if act.suspect is None or act.victim is None:
        return []
    return [tie for tie in circle.ties if tie.binds(act.suspect, act.victim)]


def test_nobody_bears_the_surname_as_a_middle_name(tables: Tables) -> None:
    assert tables.count("person_record WHERE upper(middle_names) = upper(surname)") == 0


def test_nobody_in_a_circle_is_a_namesake_of_another(lives: list[Circle]) -> None:
    namesakes = [
        circle.number
        for circle in lives
        for one, other in combinations(circle.people, 2)
        if names(one) & names(other)
    ]

    assert namesakes == []


def test_a_slip_of_the_keyboard_trebles_no_letter_and_doubles_no_sign() -> None:
    dice = Dice(1, "slips")
    written = {misspell(name, dice) for name in ("Llewellyn", "O'Neill", "Hannah") * 200}

    assert [w for w in written if "''" in w or any(3 * c in w.lower() for c in w.lower())] == []


def test_no_typing_error_is_an_alias(tables: Tables) -> None:
    typed = """alias AS a JOIN person_record AS p USING (record_id) WHERE a.kind = 'alias'
        AND damerau_levenshtein(a.forename, p.forename) = 1"""

    assert tables.count(typed) == 0


def test_siblings_are_born_at_least_three_hundred_days_apart(lives: list[Circle]) -> None:
    siblings = [(tie.one, tie.other) for tie in ties(lives, "sibling")]
    for circle in lives:
        for mother in circle.people:
            if mother.sex == "F":
                siblings += combinations(circle.children_of(mother), 2)

    assert siblings
    assert [1 for one, other in siblings if abs((one.born_on - other.born_on).days) < 300] == []


def test_no_relationship_begins_before_or_on_a_sixteenth_birthday(lives: list[Circle]) -> None:
    young = [
        tie
        for tie in ties(lives, *PARTNERS)
        if tie.from_on <= years(max(tie.one.born_on, tie.other.born_on), 16)
    ]

    assert young == []


def test_colleagues_are_old_enough_to_work(lives: list[Circle]) -> None:
    found = ties(lives, "colleague")

    assert found
    assert [t for t in found if min(p.age_on(t.from_on) for p in (t.one, t.other)) < 16] == []


def test_nobody_becomes_a_student_from_thirty_on(lives: list[Circle]) -> None:
    found = [
        person.age_on(since_on)
        for circle in lives
        for person in circle.people
        for since_on, job in person.jobs
        if job == "Student"
    ]

    assert found
    assert [old for old in found if old >= 30] == []


def test_neighbours_live_in_one_street(lives: list[Circle], tables: Tables) -> None:
    found = ties(lives, "neighbour")
    streets = [{stay.address.street for stay in p.stays} for t in found for p in (t.one, t.other)]

    assert found
    assert [
        1 for one, other in zip(streets[::2], streets[1::2], strict=True) if not one & other
    ] == []
    apart = """relationship AS r JOIN true_people USING (record_id)
        JOIN true_persons USING (cluster)
        WHERE kind = 'neighbour' AND theme = 'acquaintance' AND NOT EXISTS (
        FROM address AS a JOIN address AS b ON a.postcode = b.postcode
        WHERE a.record_id = r.record_id AND b.record_id = r.other_record_id
        AND a.kind = 'home' AND b.kind = 'home')"""
    assert tables.count("relationship WHERE kind = 'neighbour'") > 0
    assert tables.count(apart) == 0


def test_the_married_live_together_until_they_part(lives: list[Circle]) -> None:
    apart = 0
    found = ties(lives, "spouse", "civil_partner")
    for tie in found:
        first, last = (
            max(tie.from_on, day_of("world.begins_on")),
            tie.to_on or day_of("world.ends_on"),
        )
        days = {first, *(stay.from_on for p in (tie.one, tie.other) for stay in p.stays)}
        apart += any(
            tie.one.home_on(day) != tie.other.home_on(day) for day in days if first <= day < last
        )

    assert (len(found) > 0, apart) == (True, 0)


def test_children_under_sixteen_live_with_a_parent(lives: list[Circle]) -> None:
    alone = 0
    for circle in lives:
        for child in circle.people:
            parents = [p for p in circle.people if child in circle.children_of(p)]
            grown_on = years(child.born_on, 16)
            first = max(child.born_on, day_of("world.begins_on"))
            days = {first, *(stay.from_on for p in (child, *parents) for stay in p.stays)}
            alone += any(
                all(child.home_on(day) != parent.home_on(day) for parent in parents)
                for day in days
                if parents and first <= day < grown_on
            )

    assert alone == 0


def test_shops_are_stolen_from_in_streets_with_shops(tables: Tables) -> None:
    thefts = "offence WHERE code = '04600'"
    at_shops = " OR ".join(f"starts_with(address, '{street}, ')" for street in SHOPS)

    assert tables.count(thefts) > 0
    assert tables.count(f"{thefts} AND (NOT ({at_shops}) OR postcode IS NOT NULL)") == 0


def test_offences_without_a_victim_are_not_in_the_suspects_own_street(done: Done) -> None:
    found = [act for _, act in done if act.victim is None and act.suspect and act.place]
    own = [
        act
        for act in found
        if act.suspect
        and act.place
        and act.place.street == act.suspect.home_on(act.at.date()).street
    ]

    assert len(found) > 20 * len(own)


def test_nobody_is_stalked_or_met_as_a_stranger_in_the_suspects_home(done: Done) -> None:
    at_his = [
        act
        for _, act in done
        if act.suspect is not None
        and act.victim is not None
        and (act.course.theme == "stalking" or act.setting == "stranger")
        and act.counter_to is None
        and act.place == act.suspect.home_on(act.at.date())
        and act.place != act.victim.home_on(act.at.date())
    ]

    assert at_his == []


def test_nobody_stalks_a_partner_of_the_day(tables: Tables) -> None:
    together = f"""(FROM offence SELECT * QUALIFY row_number() OVER
        (PARTITION BY offence_id ORDER BY recorded_at DESC) = 1) AS o
        JOIN true_offences AS t USING (offence_id)
        WHERE o.code IN {STALKING} AND t.setting = 'partner'"""

    assert tables.count(together) == 0


def test_a_title_speaks_of_a_woman_only_where_one_met_a_stranger(done: Done) -> None:
    found = [act for _, act in done if "a woman" in " ".join(offence_kind(act.kind).titles)]
    strangers = [act for act in found if act.setting in ("stranger", "unknown")]

    assert found
    assert [act for act in strangers if act.victim is not None and act.victim.sex == "F"] == found


def test_children_are_argued_over_by_parents_of_one(done: Done) -> None:
    found = [(c, act) for c, act in done if "children" in " ".join(offence_kind(act.kind).titles)]
    childless = 0
    for circle, act in found:
        assert act.suspect is not None
        assert act.victim is not None
        theirs = [
            child
            for child in circle.children_of(act.suspect)
            if child in circle.children_of(act.victim)
            and child.born_on <= act.at.date() < years(child.born_on, 18)
        ]
        childless += not theirs

    assert (len(found) > 0, childless) == (True, 0)


def test_reports_of_one_course_come_in_order_and_tell_of_different_days(done: Done) -> None:
    pairs = [two for found in courses(done) for two in pairwise(found)]

    assert [1 for before, later in pairs if later.reported_at <= before.reported_at] == []
    assert [
        later
        for before, later in pairs
        if offence_kind(later.kind).kind == "conduct" and later.from_on <= before.reported_at.date()
    ] == []


def test_nothing_is_done_in_the_first_days_or_before_the_two_met(done: Done) -> None:
    early, begun_early = 0, 0
    for circle, act in done:
        met_on = min((tie.from_on for tie in pair(circle, act)), default=date.min)
        early += act.at.date() < met_on + timedelta(days=14)
        begun_early += act.from_on < met_on

    assert (early, begun_early) == (0, 0)


def test_what_is_seen_or_is_no_offence_is_reported_when_it_happens(done: Done) -> None:
    late = [
        act
        for _, act in done
        if (found := offence_kind(act.kind)).kind != "sexual"
        and (found.kind == "incident" or found.where in ("public", "shop"))
        and act.reported_at.date() > add(act.at.date(), 1)
    ]

    assert late == []
