"""Records second: what the force writes down of each case.

`Recorder` turns the cases and orders of one circle into rows of the raw layout. Whatever it draws comes
from the circle's own stream. `records_of[case]` says which nominal record stands for whom in a case.
"""

from dataclasses import dataclass, field
from datetime import datetime

from ingest.synthetic.data_files import mix, offence_kind, rate, words
from ingest.synthetic.days import later
from ingest.synthetic.dice import Dice
from ingest.synthetic.events import Act
from ingest.synthetic.force import Force
from ingest.synthetic.justice import Case
from ingest.synthetic.layout import Rows, day, stamp
from ingest.synthetic.nominals import Nominal, Registry
from ingest.synthetic.numbers import Numbers
from ingest.synthetic.people import Circle, Tie

STATUS_WORDS = {
    "named": "NAMED SUSPECT",
    "arrested": "ARRESTED",
    "charged": "CHARGED",
    "convicted": "CONVICTED",
    "acquitted": "NOT GUILTY",
    "discontinued": "DISCONTINUED",
    "no_further_action": "NFA",
}
RELATION_WORDS = {
    "spouse": "HUSBAND/WIFE",
    "civil_partner": "CIVIL PARTNER",
    "partner": "PARTNER",
    "parent": "PARENT OF",
    "sibling": "BROTHER/SISTER",
    "other_family": "OTHER RELATIVE",
    "friend": "FRIEND",
    "acquaintance": "ACQUAINTANCE",
    "colleague": "COLLEAGUE",
    "neighbour": "NEIGHBOUR",
}
GRAVER = {
    "common_assault": "abh",
    "abh": "gbh",
    "harassment": "stalking",
    "stalking": "stalking_alarm",
    "malicious_comms": "harassment",
    "verbal": "common_assault",
    "suspicious": "harassment",
}
LIGHTER = {new: old for old, new in GRAVER.items() if old not in ("verbal", "suspicious")}


@dataclass
class Entry:
    """A case as recorded: its number and the nominal records that stand in it."""

    case: Case
    ref: str
    area: str
    suspect: Nominal | None = None
    victim: Nominal | None = None
    witnesses: list[Nominal] = field(default_factory=list)
    deleted: bool = False


class Recorder:
    """Writes the rows of one circle."""

    def __init__(
        self, circle: Circle, force: Force, numbers: Numbers, rows: Rows, dice: Dice
    ) -> None:
        self.circle, self.force, self.numbers, self.rows, self.dice = (
            circle,
            force,
            numbers,
            rows,
            dice,
        )
        self.registry = Registry(numbers, rows, dice)
        self.entries: list[Entry] = []
        self._ties_noted: dict[tuple[str, str], tuple[str, str]] = {}

    def officer(self, rank: str, area: str) -> str:
        """Somebody of a rank in an area."""
        return self.force.somebody(rank, area, self.dice)

    def record(self, case: Case) -> Entry:
        """A crime or an incident with its links, outcome and custody."""
        act, at = case.act, case.recorded_at
        area = act.place.area if act.place is not None else self.circle.area
        ref = f"{at.year % 100:02d}{'CR' if case.is_crime else 'IN'}{self.numbers.take('crime', 7)}"
        entry = Entry(case, ref, area)
        self.entries.append(entry)
        self._crime(entry)
        if act.suspect is not None:
            entry.suspect = self.registry.find(act.suspect, at, suspect=True)
        if act.victim is not None:
            entry.victim = self.registry.find(act.victim, at)
        entry.witnesses = [self.registry.find(person, at) for person in act.witnesses]
        self._links(entry)
        self._outcome(entry)
        self._custody(entry)
        self._ties(entry)
        return entry

    def _crime(self, entry: Entry) -> None:
        case, act, dice = entry.case, entry.case.act, self.dice
        first = later(case.recorded_at, 0)
        change = dice.weighted(mix("records.reclassified"))
        other = {"graver": GRAVER, "lighter": LIGHTER}.get(change, {}).get(act.kind, "")
        flag_domestic = "Y" if act.is_domestic else "N"
        if not dice.chance(rate("records.domestic_flag")):
            flag_domestic = ""
        flag_vawg = _vawg(act) if dice.chance(rate("records.vawg_flag")) else ""
        shown = other or act.kind
        if other in ("common_assault", "harassment") and not case.is_crime:
            shown, other = act.kind, ""
        kinds = [(first, shown)]
        if other:
            kinds.append((later(first, 24 * (2 + dice.spell(12)) + dice.unit() * 8), act.kind))
        for recorded_at, kind in kinds:
            found = offence_kind(kind)
            self.rows.add(
                "CRIME",
                recorded_at,
                CRIME_REF=entry.ref,
                REC_TYPE="CRIME" if case.is_crime else "INCIDENT",
                HO_CODE=_slashed(found.code) if found.code else "",
                OFFENCE_TITLE=dice.pick(found.titles),
                DATE_FROM=day(act.from_on),
                DATE_TO=day(act.at.date()),
                DATE_REPORTED=day(act.reported_at.date()),
                LPA=entry.area,
                LOCATION=act.place.text if act.place is not None else "",
                PCODE=act.place.postcode if act.place is not None else "",
                DA_FLAG=flag_domestic,
                VAWG_FLAG=flag_vawg,
                INCLUDED_CLASS=", ".join(_slashed(offence_kind(k).code) for k in act.included),
            )
        if case.is_crime and not case.custody and dice.chance(rate("records.deleted")):
            entry.deleted = True
            deleted_at = later(kinds[-1][0], 24 * (4 + dice.spell(20)))
            self.rows.add(
                "DELETION",
                deleted_at,
                FILE_NAME="CRIME",
                REF_1=entry.ref,
                REASON=dice.pick(words("deletion.reasons")),
            )

    def _links(self, entry: Entry) -> None:
        case, at = entry.case, entry.case.recorded_at
        suspect = entry.suspect
        if suspect is not None:
            last: datetime | None = None
            for step in case.steps:
                recorded_at = step.recorded_at
                if last is not None and recorded_at <= last:
                    recorded_at = later(last, 1 / 60)
                last = recorded_at
                self.rows.add(
                    "CRIME_NOMINAL_LINK",
                    recorded_at,
                    CRIME_REF=entry.ref,
                    NOM_REF=suspect.ref,
                    LINK_TYPE="SUSP",
                    SUSP_STATUS=STATUS_WORDS[step.status],
                    STATUS_DATE=day(step.on),
                )
        linked = {suspect.ref} if suspect is not None else set()
        others = [(entry.victim, "VIC"), *((nominal, "WIT") for nominal in entry.witnesses)]
        for nominal, link in others:
            if nominal is not None and nominal.ref not in linked:
                linked.add(nominal.ref)
                self.rows.add(
                    "CRIME_NOMINAL_LINK",
                    at,
                    CRIME_REF=entry.ref,
                    NOM_REF=nominal.ref,
                    LINK_TYPE=link,
                )

    def _outcome(self, entry: Entry) -> None:
        case, dice = entry.case, self.dice
        if not case.is_crime:
            return
        ref = self.numbers.take("outcome")
        about = entry.suspect.ref if entry.suspect is not None else ""
        if dice.chance(rate("records.outcome_zero")):
            self.rows.add(
                "CRIME_OUTCOME",
                later(case.recorded_at, 0.05),
                OUTCOME_REF=ref,
                CRIME_REF=entry.ref,
                NOM_REF=about,
                OUTCOME_TYPE="NOT YET ASSIGNED",
            )
        if case.outcome and case.outcome_at is not None and not entry.deleted:
            rank = "sergeant" if case.outcome in ("15", "16", "22", "10") else "constable"
            self.rows.add(
                "CRIME_OUTCOME",
                case.outcome_at,
                OUTCOME_REF=ref,
                CRIME_REF=entry.ref,
                NOM_REF=about,
                OUTCOME_TYPE=f"TYPE {case.outcome}",
                OUTCOME_DATE=day(case.decided_on),
                DECIDED_BY=self.officer(rank, entry.area),
            )

    def _custody(self, entry: Entry) -> None:
        if entry.suspect is None:
            return
        for event in entry.case.custody:
            if event.kind == "arrested":
                self.registry.give_pnc(entry.suspect, later(event.recorded_at, 2))
            self.rows.add(
                "CUSTODY",
                event.recorded_at,
                CUST_REF=self.numbers.take("custody"),
                NOM_REF=entry.suspect.ref,
                EVENT=event.kind.upper().replace("_", " "),
                EVENT_AT=stamp(event.at),
                UNTIL=day(event.until_on),
                CRIME_REF=entry.ref,
                DISPOSAL=event.sentence_kind.upper().replace("_", " "),
                DISPOSAL_DAYS=str(event.sentence_days) if event.sentence_days else "",
            )

    def _ties(self, entry: Entry) -> None:
        """Relationships as links between nominal records: the pair's own, and kin who witness."""
        pairs = [
            (entry.suspect, entry.victim),
            *((nominal, entry.victim) for nominal in entry.witnesses),
        ]
        for one, other in pairs:
            if one is None or other is None or not self.dice.chance(rate("records.relation_noted")):
                continue
            for tie in self.circle.ties:
                if {tie.one.number, tie.other.number} == {one.person.number, other.person.number}:
                    self.note_tie(tie, one, other, entry.case.recorded_at)

    def note_tie(self, tie: Tie, one: Nominal, other: Nominal, at: datetime) -> None:
        """A relationship between two records as it stands at a moment; a later change is a version."""
        if tie.from_on > at.date():
            return
        if one.person is not tie.one:
            one, other = other, one
        ended = tie.to_on is not None and tie.to_on <= at.date()
        word = RELATION_WORDS[tie.kind]
        if ended and tie.kind in ("spouse", "civil_partner", "partner"):
            word = f"EX {word}"
        ref, before = self._ties_noted.get((one.ref, other.ref), ("", ""))
        if word == before:
            return
        ref = ref or self.numbers.take("assoc")
        self._ties_noted[one.ref, other.ref] = (ref, word)
        self.rows.add(
            "NOMINAL_ASSOC",
            later(at, 0.1),
            ASSOC_REF=ref,
            NOM_REF=one.ref,
            ASSOC_NOM_REF=other.ref,
            RELATION=word,
            DATE_FROM=day(tie.from_on) if self.dice.chance(0.5) else "",
            DATE_TO=day(tie.to_on) if ended else "",
        )


def _slashed(code: str) -> str:
    return f"{code[:3]}/{code[3:]}"


def _vawg(act: Act) -> str:
    """The force's own flag: violence, sexual offences, stalking and the like against a woman or a girl."""
    counts = (
        offence_kind(act.kind).kind in ("violence", "sexual", "conduct", "breach")
        or act.is_domestic
    )
    return "Y" if counts and act.victim is not None and act.victim.sex == "F" else "N"
