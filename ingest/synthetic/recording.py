"""Records second: what the force writes down of each case.

`Recorder` turns the cases of one circle into rows of the raw layout. Whatever it draws comes from
the circle's own stream of recording.
"""

from dataclasses import dataclass, field
from datetime import datetime

from ingest.synthetic.associations import Associations
from ingest.synthetic.data_files import mix, offence_kind, rate, waited, words
from ingest.synthetic.days import add, later
from ingest.synthetic.dice import Dice
from ingest.synthetic.events import Act
from ingest.synthetic.force import Force
from ingest.synthetic.justice import Case, Custody
from ingest.synthetic.layout import Rows, day, spoken, stamp
from ingest.synthetic.nominals import Nominal, Registry
from ingest.synthetic.numbers import Numbers
from ingest.synthetic.orders import Order
from ingest.synthetic.people import Circle

STATUS_WORDS = {
    "named": "NAMED SUSPECT",
    "arrested": "ARRESTED",
    "charged": "CHARGED",
    "convicted": "CONVICTED",
    "acquitted": "NOT GUILTY",
    "discontinued": "DISCONTINUED",
    "no_further_action": "NFA",
}
LIGHTER = {
    "abh": "common_assault",
    "gbh": "abh",
    "stalking": "harassment",
    "stalking_alarm": "stalking",
    "harassment": "suspicious",
    "common_assault": "verbal",
}
GRAVER = {"common_assault": "abh", "harassment": "stalking", "malicious_comms": "harassment"}
_STILL_SUSPECTED = ("bailed", "released_under_investigation")
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
        self.associations = Associations(numbers, rows, dice)
        self.entries: list[Entry] = []
        self.orders: list[Order] = []

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

    def served(self, order: Order) -> None:
        """Who serves an order learns where those whom it keeps apart now live."""
        if order.served_at is not None:
            for person in (order.respondent, *order.protected):
                self.registry.locate(person, order.served_at)

    def _dates(self, entry: Entry) -> list[tuple[datetime, int]]:
        """By how many days the dates on record are wrong, and from when they are right."""
        first = entry.case.recorded_at
        if not self.dice.chance(rate("records.date_corrected")):
            return [(first, 0)]
        right_at = later(first, 24 * waited(self.dice, "date_corrected"))
        return [(first, -self.dice.pick((1, 7, 10, 30))), (right_at, 0)]

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
        kinds, dates = self._kinds(entry), self._dates(entry)
        titles: dict[str, str] = {}
        for recorded_at in sorted({when for when, _ in (*kinds, *dates)}):
            kind = next(k for when, k in reversed(kinds) if when <= recorded_at)
            found = offence_kind(kind)
            titles[kind] = titles.get(kind) or dice.pick(found.titles)
            wrong = next(days for when, days in reversed(dates) if when <= recorded_at)
            self.rows.add(
                "CRIME",
                recorded_at,
                CRIME_REF=entry.ref,
                REC_TYPE="CRIME" if found.code else "INCIDENT",
                HO_CODE=_slashed(found.code),
                OFFENCE_TITLE=titles[kind],
                DATE_FROM=day(add(act.from_on, wrong)),
                DATE_TO=day(add(act.at.date(), wrong)),
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
                later(max(kinds[-1][0], dates[-1][0]), 24 * waited(dice, "crime_deleted")),
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

        if entry.victim is not None:
            self._wrong_link(entry, entry.victim)

    def _wrong_link(self, entry: Entry, victim: Nominal) -> None:
        """The victim entered as a witness as well, and that link taken out some days later."""
        if entry.deleted or not self.dice.chance(rate("records.wrong_link")):
            return
        at = later(entry.case.recorded_at, 0.3)
        link = {"CRIME_REF": entry.ref, "NOM_REF": victim.ref, "LINK_TYPE": "WIT"}
        self.rows.add("CRIME_NOMINAL_LINK", at, **link)
        self.rows.add(
            "DELETION",
            later(at, 24 * waited(self.dice, "link_deleted")),
            FILE_NAME="CRIME_NOMINAL_LINK",
            REF_1=entry.ref,
            REF_2=victim.ref,
            REF_3="WIT",
            REASON=self.dice.pick(words("deletion.roles")),
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
            row = {
                "CUST_REF": self.numbers.take("custody"),
                "NOM_REF": entry.suspect.ref,
                "EVENT": spoken(event.kind),
                "EVENT_AT": stamp(event.at),
                "CRIME_REF": entry.ref,
                "DISPOSAL": spoken(event.sentence_kind),
                "DISPOSAL_DAYS": str(event.sentence_days) if event.sentence_days else "",
            }
            self.rows.add("CUSTODY", event.recorded_at, **row, UNTIL=day(event.until_on))
            self._free(entry.case, event, row)

    def _free(self, case: Case, event: Custody, row: dict[str, str]) -> None:
        """Bail or investigation that lasts ends with a case that is closed without charge."""
        over_on, lasts = case.closed_on, event.kind in _STILL_SUSPECTED
        if not lasts or over_on is None or case.outcome_at is None:
            return
        if event.until_on is None or event.until_on > over_on:
            self.rows.add("CUSTODY", case.outcome_at, **row, UNTIL=day(over_on))

    def _ties(self, entry: Entry) -> None:
        """Relationships as links between nominal records: the pair's own, and kin who witness."""
        nominals = [entry.suspect, *entry.witnesses]
        for one in nominals:
            other = entry.victim
            if one is None or other is None or not self.dice.chance(rate("records.relation_noted")):
                continue
            at = entry.case.recorded_at
            for tie in self.circle.standing(one.person, other.person, at.date()):
                self.associations.note(tie, one, other, at)


def _slashed(code: str) -> str:
    return f"{code[:3]}/{code[3:]}" if code else ""


def _vawg(act: Act) -> str:
    """The force's own flag: violence, sexual offences, stalking and abuse of a woman or girl."""
    counts = offence_kind(act.kind).kind in ("violence", "sexual", "conduct", "breach")
    counts = counts or act.is_domestic
    return "Y" if counts and act.victim is not None and act.victim.sex == "F" else "N"
