"""The invented force stays as like life as docs/synthetic.md says, and the measuring is right."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from benchmarks.likeness.measures import curve, measure, statements, world
from benchmarks.likeness.page import BEGIN, END, table_of
from benchmarks.likeness.targets import off_target, targets
from ingest.synthetic import data_files, generate

PERSONS = 40_000


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A world large enough for figures that move little from seed to seed."""
    out = tmp_path_factory.mktemp("likeness") / "force"
    generate(out, persons=PERSONS, seed=1, until=date(2026, 11, 23))
    with world(out) as database:
        yield database


def test_no_figure_has_drifted_out_of_its_band(measured: duckdb.DuckDBPyConnection) -> None:
    figures = measure(measured)

    assert {targets()[name].what: figures[name] for name in off_target(figures)} == {}


def test_a_curve_of_concentration_rises_from_nothing_to_all(
    measured: duckdb.DuckDBPyConnection,
) -> None:
    points = curve(measured, "couple")

    assert (points[0], points[-1]) == ((0.0, 0.0), (1.0, 1.0))
    assert points == sorted(points)
    assert all(later[1] >= earlier[1] for earlier, later in pairwise(points))


def test_a_force_whose_couples_all_come_back_is_off_target(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_mix = data_files.mix

    def often(name: str) -> data_files.Mix[str]:
        return (("many", 1.0),) if name == "couples.pattern" else true_mix(name)

    for module in ("lives_couples",):
        monkeypatch.setattr(f"ingest.synthetic.{module}.mix", often)
    generate(tmp_path / "force", persons=3000, seed=1, until=date(2026, 11, 23))
    with world(tmp_path / "force") as database:
        off = off_target(measure(database))

    assert {"couples_once", "suspects_once"} <= set(off)


def test_each_target_has_its_statement_and_each_statement_its_target() -> None:
    assert sorted(targets()) == sorted(statements())


def test_a_figure_outside_its_band_or_not_measured_is_named() -> None:
    inside = {name: (target.low + target.high) / 2 for name, target in targets().items()}

    assert off_target(inside) == []
    assert off_target(inside | {"crimed": 0.9, "spo": None}) == ["crimed", "spo"]


def test_the_page_shows_each_figure_beside_its_target() -> None:
    page = Path("docs/synthetic.md").read_text("utf-8")
    shown = page.split(BEGIN)[1].split(END)[0]

    assert [target.what for target in targets().values() if target.what not in shown] == []
    assert [
        target.published for target in targets().values() if target.published not in shown
    ] == []
    assert table_of({}).count("| none |") == len(targets())


TINY = {
    "CRIME.csv": """CRIME_REF,HO_CODE,REC_STAMP
C1,105/01,01/01/2024 10:00:00
C2,019/08,02/01/2024 10:00:00
C3,,03/01/2024 10:00:00
C4,195/12,03/06/2024 10:00:00
""",
    "CRIME_OUTCOME.csv": """OUTCOME_REF,CRIME_REF,OUTCOME_TYPE,OUTCOME_DATE,REC_STAMP
U1,C1,NOT YET ASSIGNED,,01/01/2024 10:01:00
U1,C1,TYPE 16,05/01/2024,05/01/2024 10:00:00
U2,C2,TYPE 1,11/01/2024,11/01/2024 10:00:00
U4,C4,TYPE 15,11/06/2024,11/06/2024 10:00:00
""",
    "CIVIL_ORDER.csv": """ORD_REF,ORD_TYPE,STATUS,DATE_MADE,REC_STAMP
D1,SPO,APPLIED,,05/06/2024 10:00:00
D1,SPO,ACTIVE,20/06/2024,20/06/2024 10:00:00
""",
    "NOMINAL.csv": """NOM_REF,SURNAME,SELF_ETH,REC_STAMP
N1,HALE,W1,01/01/2024 10:00:00
N2,HAIL,,01/01/2024 10:00:00
N3,REED,A1,01/01/2024 10:00:00
""",
    "CRIME_NOMINAL_LINK.csv": """CRIME_REF,NOM_REF,LINK_TYPE,SUSP_STATUS,REC_STAMP
C2,N1,SUSP,CHARGED,11/01/2024 10:00:00
C2,N1,SUSP,CONVICTED,11/05/2024 10:00:00
""",
    "CUSTODY.csv": """CUST_REF,CRIME_REF,EVENT,REC_STAMP
K1,C2,ARRESTED,02/01/2024 12:00:00
""",
    "MARAC.csv": """HEARING_REF,NOM_REF,VICTIM_NOM_REF,HEARD,REC_STAMP
M1,N1,N3,18/01/2024,18/01/2024 12:00:00
M2,N2,N3,18/04/2024,18/04/2024 12:00:00
""",
    "DELETION.csv": """FILE_NAME,REF_1,REC_STAMP
NOMINAL_ADDRESS,X1,18/04/2024 12:00:00
""",
}
TINY_TRUTH = {
    "people.csv": """record_id,cluster
N1,P1
N2,P1
N3,P2
""",
    "persons.csv": """cluster,theme,sex,born_on
P1,couple,M,1990-01-01
P2,couple,F,1991-01-01
P3,stalking,F,1992-01-01
""",
    "offences.csv": """offence_id,suspect,victim,setting,happened_on,reported_on,counter_to
C1,P1,P2,partner,2024-01-01,2024-01-01,
C2,P1,P2,partner,2024-01-02,2024-01-02,
C3,P1,P2,ex_partner,2024-01-03,2024-01-03,
C4,P1,P3,stranger,2024-06-03,2024-06-03,
""",
}
FOUND: dict[str, float | None] = {
    "couples_for_80": 1.0,
    "suspects_for_90": 1.0,
    "often_for_85": None,
    "couples_once": 0.0,
    "suspects_once": None,
    "serial_suspects": 0.0,
    "crimed": 0.6666666666666666,
    "female_victims": 1.0,
    "male_suspects": 1.0,
    "partners_share": 1.0,
    "domestic_16": 0.5,
    "domestic_15": 0.0,
    "domestic_charged": 0.5,
    "domestic_22": 0.0,
    "stalking_charged": 0.0,
    "stalking_15": 1.0,
    "stalking_16": 0.0,
    "coercive_charged": None,
    "rape_charged": 1.0,
    "rape_16": 0.0,
    "rape_days": 9.0,
    "arrests": 50.0,
    "convicted": 1.0,
    "spo": 100.0,
    "spo_granted": 1.0,
    "dvpo": 0.0,
    "marac_repeat": 0.5,
    "stalked_by_ex": 0.0,
    "dual_reports": 0.0,
    "honour": 0.0,
    "surnames_differ": 1.0,
    "white": 0.5,
}


def test_the_figures_of_a_tiny_force_are_these(tmp_path: Path) -> None:
    for name, files in (("force", TINY), ("force.truth", TINY_TRUTH)):
        (tmp_path / name).mkdir()
        for file, text in files.items():
            (tmp_path / name / file).write_text(text, "utf-8")
    with world(tmp_path / "force") as database:
        assert measure(database) == FOUND
