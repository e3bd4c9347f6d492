"""The people as the force writes them down: nominal records, more than one for many.

A `Nominal` is opened when a person first comes up and no record of his or hers is found. Its later
changes (PNC id, address, surname, death) become further versions of the same record.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from ingest.synthetic.clerks import short_for, write_birthday, write_name
from ingest.synthetic.data_files import day_of, mix, rate, table, waited, words
from ingest.synthetic.days import later
from ingest.synthetic.dice import Dice
from ingest.synthetic.layout import Rows, day
from ingest.synthetic.numbers import Numbers, pnc_id
from ingest.synthetic.people import Person
from ingest.synthetic.places import Address, draw_address

SEXES = {"M": "MALE", "F": "FEMALE"}
_FIRST_ARREST = 14


@dataclass
class Nominal:
    """One nominal record of one person, with its versions."""

    ref: str
    person: Person
    opened_at: datetime
    address: Address
    address_ref: str
    surname: str
    changes: list[tuple[datetime, dict[str, str]]] = field(default_factory=list)
    has_pnc: bool = False
    job: str = ""
    birthday: str = ""
    seen_at: datetime | None = None

    def change(self, recorded_at: datetime, **values: str) -> None:
        """Some fields change from a moment on, not before the record was opened."""
        self.changes.append((max(recorded_at, later(self.opened_at, 1 / 60)), values))

    def write(self, rows: Rows) -> None:
        """All versions, in order; changes of one moment are one version."""
        now: dict[str, str] = {}
        pending: datetime | None = None
        for recorded_at, values in sorted(self.changes, key=lambda change: change[0]):
            if pending is not None and recorded_at != pending:
                rows.add("NOMINAL", pending, **now)
            now.update(values)
            pending = recorded_at
        if pending is not None:
            rows.add("NOMINAL", pending, **now)


class Registry:
    """The nominal records of a circle's people."""

    def __init__(self, numbers: Numbers, rows: Rows, dice: Dice) -> None:
        self._numbers, self._rows, self._dice = numbers, rows, dice
        self._by_person: dict[int, list[Nominal]] = {}
        self._pnc: dict[int, str] = {}

    def find(self, person: Person, at: datetime, *, suspect: bool = False) -> Nominal:
        """The record that a clerk takes for a person: mostly one that is there, else a new one."""
        ever = self._by_person.setdefault(person.number, [])
        known = [nominal for nominal in ever if nominal.opened_at <= at]
        share = rate("records.found_suspect" if suspect else "records.found_other")
        if known and self._dice.chance(share):
            nominal = self._dice.pick(known)
            self._refresh(nominal, at)
            return nominal
        nominal = self._open(person, at, suspect=suspect, again=bool(ever))
        ever.append(nominal)
        return nominal

    def everyone(self) -> list[Nominal]:
        """Every record, in the order of opening for each person."""
        return [nominal for found in self._by_person.values() for nominal in found]

    def give_pnc(self, nominal: Nominal, at: datetime) -> None:
        """Somebody arrested gets a PNC id, or the one he has, and who he is gets checked."""
        if not nominal.has_pnc:
            nominal.has_pnc = True
            nominal.change(at, PNCID=self._pnc_of(nominal.person, at.year))
        born_on = day(nominal.person.born_on)
        if nominal.birthday != born_on and self._dice.chance(rate("records.birthday_corrected")):
            nominal.birthday = born_on
            nominal.change(at, DOB=born_on, DOB_EST="N")

    def _pnc_of(self, person: Person, year: int) -> str:
        if person.number not in self._pnc:
            if person.known_before:
                before = day_of("world.begins_on").year - 1 - waited(self._dice, "pnc_years")
                year = max(person.born_on.year + _FIRST_ARREST, before)
            self._pnc[person.number] = pnc_id(year, self._numbers.take("pnc", 7))
        found = self._pnc[person.number]
        if self._dice.chance(rate("records.pnc_wrong")):
            at = self._dice.between(3, 8)
            return f"{found[:at]}{(int(found[at]) + 3) % 10}{found[at + 1 :]}"
        return found

    def _open(self, person: Person, at: datetime, *, suspect: bool, again: bool) -> Nominal:
        dice, when = self._dice, at.date()
        address, surname = person.home_on(when), person.surname_on(when)
        nominal = Nominal(
            ref=self._numbers.take("nominal"),
            person=person,
            opened_at=at,
            address=address,
            address_ref=self._numbers.take("address"),
            surname=surname,
        )
        fields = _fields(person, at, dice)
        careless = dice.chance(rate("records.error_again" if again else "records.error_first"))
        fields["SURNAME"], fields["FORENAME_1"] = write_name(
            surname, person.forename, dice, careless=careless
        )
        fields["DOB"], fields["DOB_EST"] = write_birthday(person.born_on, dice, careless=careless)
        nominal.job, nominal.birthday = fields["OCCUPATION"], fields["DOB"]
        if not fields["DOB"]:
            fields["AGE_REC"], fields["AGE_REC_DATE"] = str(person.age_on(when)), day(when)
        fields |= {"NOM_REF": nominal.ref, **_home(address)}
        share = rate("records.pnc_suspect" if suspect else "records.pnc_other")
        known = person.known_before or person.number in self._pnc
        if known and dice.chance(share):
            nominal.has_pnc = True
            fields["PNCID"] = self._pnc_of(person, at.year)
            if dice.chance(rate("records.cro")):
                letter = dice.pick("ABCDEFGHJKLMNPQR")
                fields["CRO"] = f"{dice.between(1, 99999)}/{fields['PNCID'][:2]}{letter}"
        if person.died_on is not None and when >= person.died_on:
            fields["DOD"] = day(person.died_on)
        elif person.died_on is not None and dice.chance(rate("records.death_known")):
            days = (person.died_on - when).days + waited(dice, "death_known")
            nominal.change(later(at, 24 * days), DOD=day(person.died_on))
        nominal.changes.append((at, fields))
        self._note_address(nominal, at, None)
        if dice.chance(rate("records.wrong_address")):
            self._wrong_address(nominal, at)
        if suspect and dice.chance(rate("records.alias")):
            self._alias(nominal, at)
        return nominal

    def _refresh(self, nominal: Nominal, at: datetime) -> None:
        """What a clerk brings up to date when the person comes up again."""
        dice, person = self._dice, nominal.person
        if nominal.seen_at is not None and at < nominal.seen_at:
            # Something written later already says more.
            return
        nominal.seen_at = at
        here = person.home_on(at.date())
        if here != nominal.address and dice.chance(rate("records.address_updated")):
            self._rehouse(nominal, at)
        surname = person.surname_on(at.date())
        if surname != nominal.surname and dice.chance(rate("records.surname_updated")):
            maiden = nominal.surname == person.surname and person.sex == "F"
            self._rows.add(
                "NOMINAL_ALIAS",
                at,
                ALIAS_REF=self._numbers.take("alias"),
                NOM_REF=nominal.ref,
                NAME_TYPE="M" if maiden else "F",
                SURNAME=nominal.surname.upper(),
                FORENAME_1=person.forename,
            )
            nominal.surname = surname
            nominal.change(at, SURNAME=surname.upper())
        job = person.occupation_on(at.date())
        if nominal.job not in ("", job) and dice.chance(rate("records.job_updated")):
            nominal.job = job
            nominal.change(at, OCCUPATION=job)

    def _rehouse(self, nominal: Nominal, at: datetime) -> None:
        """The home of that day on record in place of the one before."""
        here = nominal.person.home_on(at.date())
        self._note_address(nominal, at, at.date())
        nominal.address, nominal.address_ref = here, self._numbers.take("address")
        nominal.change(at, **_home(here))
        self._note_address(nominal, at, None)

    def locate(self, person: Person, at: datetime) -> None:
        """The home of a day put right on every record of somebody."""
        for nominal in self._by_person.get(person.number, []):
            nominal.seen_at = at
            if nominal.opened_at <= at and nominal.address != person.home_on(at.date()):
                self._rehouse(nominal, at)

    def _note_address(self, nominal: Nominal, at: datetime, to_on: date | None) -> None:
        """The home address as a link of its own; `to_on` ends it."""
        stays = nominal.person.stays
        stay = next((found for found in stays if found.address == nominal.address), stays[0])
        if to_on is not None and stay.to_on is not None:
            to_on = min(to_on, stay.to_on)
        self._rows.add(
            "NOMINAL_ADDRESS",
            at,
            ADDR_REF=nominal.address_ref,
            NOM_REF=nominal.ref,
            LINK_REASON="HOME ADDRESS",
            DATE_FROM=day(min(stay.from_on, at.date())),
            DATE_TO=day(to_on),
            **_home(nominal.address),
        )

    def _wrong_address(self, nominal: Nominal, at: datetime) -> None:
        """An address linked in error and taken out again some days later."""
        ref = self._numbers.take("address")
        wrong = draw_address(nominal.address.area, self._dice)
        self._rows.add(
            "NOMINAL_ADDRESS",
            at,
            ADDR_REF=ref,
            NOM_REF=nominal.ref,
            LINK_REASON="OTHER ADDRESS",
            **_home(wrong),
        )
        self._rows.add(
            "DELETION",
            later(at, 24 * waited(self._dice, "link_deleted")),
            FILE_NAME="NOMINAL_ADDRESS",
            REF_1=ref,
            REASON=self._dice.pick(words("deletion.links")),
        )

    def _alias(self, nominal: Nominal, at: datetime) -> None:
        """Another name that a suspect goes by: a short form, or else the middle name."""
        person = nominal.person
        short = short_for(person.forename)
        if not short and not person.middle:
            return
        self._rows.add(
            "NOMINAL_ALIAS",
            at,
            ALIAS_REF=self._numbers.take("alias"),
            NOM_REF=nominal.ref,
            NAME_TYPE="N" if short else "A",
            SURNAME="" if short else nominal.surname.upper(),
            FORENAME_1=short or person.middle,
        )


def _home(address: Address) -> dict[str, str]:
    return {"ADDR": address.text, "PCODE": address.postcode, "LPA": address.area}


def _fields(person: Person, at: datetime, dice: Dice) -> dict[str, str]:
    """What a clerk asks for, filled in for some."""

    def asked(value: str) -> str:
        return value if dice.chance(rate("records.field_filled")) else ""

    seen_as = table("names")[person.community]["ic"]
    if not dice.chance(rate("records.officer_ethnicity")):
        seen_as = dice.weighted(mix("records.officer_ethnicity_else")).strip()
    return {
        "FORENAME_2": asked(person.middle),
        "SEX": SEXES[person.sex] if dice.chance(rate("records.sex_right")) else "UNKNOWN",
        "TEL": asked(person.phone),
        "EMAIL": asked(person.email),
        "OCCUPATION": asked(person.occupation_on(at.date())),
        "POB": asked(person.birth_place),
        "SELF_ETH": person.ethnicity if dice.chance(rate("records.self_ethnicity")) else "",
        "IC_CODE": seen_as,
    }
