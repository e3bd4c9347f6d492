"""Records second: what the force writes down of each case.

`Recorder` turns the cases of one circle into rows of the raw layout. Whatever it draws comes from
the circle's own stream of recording.
"""

from dataclasses import dataclass, field
from datetime import datetime

from ingest.synthetic.data_files import mix, offence_kind, rate, waited, words
from ingest.synthetic.days import later
from ingest.synthetic.dice import Dice
from ingest.synthetic.events import Act
from ingest.synthetic.force import Force
from ingest.synthetic.justice import Case
from ingest.synthetic.layout import Rows, day, spoken, stamp
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
    "shares_parental_responsibility": "SHARED PARENTAL RESP",
}
PARTNERS = ("spouse", "civil_partner", "partner")
LIGHTER = {
    "abh": "common_assault",
    "gbh": "abh",
    "stalking": "harassment",
    "stalking_alarm": "stalking",
    "harassment": "suspicious",
    "common_assault": "verbal",
}
GRAVER = {"common_assault": "abh", "harassment": "stalking", "malicious_comms": "harassment"}
_SIGNED_BY_SERGEANT = ("10", "15", "16", "22")


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
        self.circle, self.numbers, self.rows, self.dice = circle, numbers, rows, dice
        self._force = force
        self.registry = Registry(numbers, rows, dice)
        self.entries: list[Entry] = []
        self._ties_noted: dict[tuple[str, str, bool], tuple[str, str]] = {}

    def officer(self, rank: str, area: str) -> str:
        """The collar number of somebody of a rank in an area."""
        return self._force.somebody(rank, area, self.dice)

    def record(self, case: Case) -> None:
        """A crime or an incident with its links, outcome, custody and relationships."""
        act, at = case.act, case.recorded_at
        area = act.place.area if act.place is not None else self.circle.area
        ref = f"{at.year % 100:02d}-{self.numbers.take('crime', 7)}"
        entry = Entry(case, ref, area)
        entry.deleted = (
            case.is_crime and not case.custody and self.dice.chance(rate("records.deleted"))
        )
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

    def _kinds(self, entry: Entry) -> list[tuple[datetime, str]]:
        """What it was recorded as, and from when: some cases are reclassified."""
        kind, first = entry.case.act.kind, entry.case.recorded_at
        change = self.dice.weighted(mix("records.reclassified"))
        before = {"graver": LIGHTER, "lighter": GRAVER}.get(change, {}).get(kind, "")
        if before == "verbal" and not entry.case.act.is_domestic:
            before = ""
        if not before:
            return [(first, kind)]
        hours = 24 * waited(self.dice, "reclassified") + self.dice.unit() * 8
        return [(first, before), (later(first, hours), kind)]

    def _crime(self, entry: Entry) -> None:
        act, dice = entry.case.act, self.dice
        flag_domestic = "Y" if act.is_domestic else "N"
        if not dice.chance(rate("records.domestic_flag")):
            flag_domestic = ""
        flag_vawg = _vawg(act) if dice.chance(rate("records.vawg_flag")) else ""
        kinds = self._kinds(entry)
        for recorded_at, kind in kinds:
            found = offence_kind(kind)
            self.rows.add(
                "CRIME",
                recorded_at,
                CRIME_REF=entry.ref,
                REC_TYPE="CRIME" if found.code else "INCIDENT",
                HO_CODE=_slashed(found.code),
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
                HARM_DAYS=found.force_days,
            )
        if entry.deleted:
            self.rows.add(
                "DELETION",
                later(kinds[-1][0], 24 * waited(dice, "crime_deleted")),
                FILE_NAME="CRIME",
                REF_1=entry.ref,
                REASON=dice.pick(words("deletion.crimes")),
            )

    def _links(self, entry: Entry) -> None:
        case, suspect = entry.case, entry.suspect
        if suspect is not None:
            last: datetime | None = None
            for step in case.steps[:1] if entry.deleted else case.steps:
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
                    case.recorded_at,
                    CRIME_REF=entry.ref,
                    NOM_REF=nominal.ref,
                    LINK_TYPE=link,
                )

    def _outcome(self, entry: Entry) -> None:
        case, dice = entry.case, self.dice
        if not case.is_crime:
            return
        row = {
            "OUTCOME_REF": self.numbers.take("outcome"),
            "CRIME_REF": entry.ref,
            "NOM_REF": entry.suspect.ref if entry.suspect is not None else "",
        }
        if dice.chance(rate("records.outcome_zero")):
            first_at = later(case.recorded_at, 0.05)
            self.rows.add("CRIME_OUTCOME", first_at, **row, OUTCOME_TYPE="NOT YET ASSIGNED")
        if case.outcome and case.outcome_at is not None and not entry.deleted:
            rank = "sergeant" if case.outcome in _SIGNED_BY_SERGEANT else "constable"
            self.rows.add(
                "CRIME_OUTCOME",
                case.outcome_at,
                **row,
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
                EVENT=spoken(event.kind),
                EVENT_AT=stamp(event.at),
                UNTIL=day(event.until_on),
                CRIME_REF=entry.ref,
                DISPOSAL=spoken(event.sentence_kind),
                DISPOSAL_DAYS=str(event.sentence_days) if event.sentence_days else "",
            )

    def _ties(self, entry: Entry) -> None:
        """Relationships as links between nominal records: the pair's own, and kin who witness."""
        nominals = [entry.suspect, *entry.witnesses]
        for one in nominals:
            other = entry.victim
            if one is None or other is None or not self.dice.chance(rate("records.relation_noted")):
                continue
            for tie in self.circle.ties:
                if tie.binds(one.person, other.person):
                    self.note_tie(tie, one, other, entry.case.recorded_at)

    def note_tie(self, tie: Tie, one: Nominal, other: Nominal, at: datetime) -> None:
        """A relationship between two records as it stands then; a later change is a version."""
        if tie.from_on > at.date():
            return
        if one.person is not tie.one:
            one, other = other, one
        ended = tie.to_on is not None and tie.to_on <= at.date()
        word = RELATION_WORDS[tie.kind]
        if ended and tie.kind in PARTNERS:
            word = f"EX {word}"
        key = (one.ref, other.ref, tie.kind in PARTNERS)
        ref, before = self._ties_noted.get(key, ("", ""))
        if word == before:
            return
        ref = ref or self.numbers.take("assoc")
        self._ties_noted[key] = (ref, word)
        known = self.dice.chance(rate("records.relation_dated"))
        self.rows.add(
            "NOMINAL_ASSOC",
            later(at, 0.1),
            ASSOC_REF=ref,
            NOM_REF=one.ref,
            ASSOC_NOM_REF=other.ref,
            RELATION=word,
            DATE_FROM=day(tie.from_on) if known else "",
            DATE_TO=day(tie.to_on) if ended else "",
        )


def _slashed(code: str) -> str:
    return f"{code[:3]}/{code[3:]}" if code else ""


def _vawg(act: Act) -> str:
    """The force's own flag: violence, sexual offences, stalking and abuse of a woman or girl."""
    counts = offence_kind(act.kind).kind in ("violence", "sexual", "conduct", "breach")
    counts = counts or act.is_domestic
    return "Y" if counts and act.victim is not None and act.victim.sex == "F" else "N"
