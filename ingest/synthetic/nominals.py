"""The people as the force writes them down: nominal records, more than one for many, with clerks' errors.

A `Nominal` is opened when a person first comes up and no record of his or hers is found. Its later changes
(PNC id, address, surname, death) become further versions of the same record.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from unicodedata import combining, normalize

from ingest.synthetic.data_files import mix, rate, table
from ingest.synthetic.days import add, later
from ingest.synthetic.dice import Dice
from ingest.synthetic.layout import Rows, day
from ingest.synthetic.numbers import Numbers, pnc_id
from ingest.synthetic.people import Address, Person

SEXES = {"M": "MALE", "F": "FEMALE"}
_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "ø": "o"})


@dataclass
class Nominal:
    """One nominal record of one person, with its versions."""

    ref: str
    person: Person
    opened_at: datetime
    changes: list[tuple[datetime, dict[str, str]]]
    address: Address
    address_ref: str
    surname: str
    notes: set[str] = field(default_factory=set)

    def change(self, recorded_at: datetime, **values: str) -> None:
        """Some fields change from a moment on."""
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
        self.by_person: dict[int, list[Nominal]] = {}
        self._pnc: dict[int, str] = {}

    def find(self, person: Person, at: datetime, *, suspect: bool = False) -> Nominal:
        """The record that a clerk takes for a person: mostly one that is there, else a new one."""
        known = [n for n in self.by_person.get(person.number, []) if n.opened_at <= at]
        if known and self._dice.chance(
            rate("records.found_suspect" if suspect else "records.found_other")
        ):
            nominal = self._dice.pick(known)
            self._refresh(nominal, at)
            return nominal
        return self._open(
            person, at, suspect=suspect, again=bool(self.by_person.get(person.number))
        )

    def all(self) -> list[Nominal]:
        """Every record, in the order of opening."""
        return [nominal for found in self.by_person.values() for nominal in found]

    def give_pnc(self, nominal: Nominal, at: datetime) -> None:
        """Somebody arrested gets a PNC id, or the one he has is put on this record."""
        if "PNCID" not in nominal.notes:
            nominal.notes.add("PNCID")
            nominal.change(at, PNCID=self._pnc_of(nominal.person, at.year))

    def _pnc_of(self, person: Person, year: int) -> str:
        if person.number not in self._pnc:
            if person.known_before:
                year = max(person.born_on.year + 14, 2021 - self._dice.spell(6))
            self._pnc[person.number] = pnc_id(min(year, 2026), self._numbers.take("pnc", 7))
        found = self._pnc[person.number]
        if self._dice.chance(rate("records.pnc_wrong")):
            at = self._dice.between(3, 8)
            return f"{found[:at]}{(int(found[at]) + 3) % 10}{found[at + 1 :]}"
        return found

    def _open(self, person: Person, at: datetime, *, suspect: bool, again: bool) -> Nominal:
        dice = self._dice
        ref = self._numbers.take("nominal")
        when = at.date()
        address = person.home_on(when)
        surname = person.surname_on(when)
        fields = _fields(person, when, dice)
        careless = dice.chance(rate("records.error_again" if again else "records.error_first"))
        fields["SURNAME"], fields["FORENAME_1"] = write_name(
            surname, person.forename, dice, careless=careless
        )
        fields["DOB"], fields["DOB_EST"] = write_birthday(person.born_on, dice, careless=careless)
        if not fields["DOB"]:
            fields["AGE_REC"], fields["AGE_REC_DATE"] = str(person.age_on(when)), day(when)
        fields |= {
            "NOM_REF": ref,
            "ADDR": address.text,
            "PCODE": address.postcode,
            "LPA": address.area,
        }
        nominal = Nominal(
            ref, person, at, [(at, fields)], address, self._numbers.take("address"), surname
        )
        share = rate("records.pnc_suspect" if suspect else "records.pnc_other")
        if (person.known_before or person.number in self._pnc) and dice.chance(share):
            nominal.notes.add("PNCID")
            fields["PNCID"] = self._pnc_of(person, at.year)
            if dice.chance(rate("records.cro")):
                fields["CRO"] = (
                    f"{dice.between(1, 99999)}/{fields['PNCID'][:2]}{dice.pick('ABCDEFGHJKLMNPQR')}"
                )
        self.by_person.setdefault(person.number, []).append(nominal)
        self._note_address(nominal, at, None)
        self._aliases(nominal, at, suspect=suspect)
        if (
            person.died_on is not None
            and when < person.died_on
            and dice.chance(rate("records.death_known"))
        ):
            nominal.change(
                later(at, 24 * ((person.died_on - when).days + 1 + dice.spell(12))),
                DOD=day(person.died_on),
            )
        elif person.died_on is not None and when >= person.died_on:
            fields["DOD"] = day(person.died_on)
        return nominal

    def _refresh(self, nominal: Nominal, at: datetime) -> None:
        """What a clerk brings up to date when the person comes up again."""
        here = nominal.person.home_on(at.date())
        if here != nominal.address and self._dice.chance(rate("records.address_updated")):
            self._note_address(nominal, at, at.date())
            nominal.address, nominal.address_ref = here, self._numbers.take("address")
            nominal.change(at, ADDR=here.text, PCODE=here.postcode, LPA=here.area)
            self._note_address(nominal, at, None)
        surname = nominal.person.surname_on(at.date())
        if surname != nominal.surname and self._dice.chance(rate("records.surname_updated")):
            self._rows.add(
                "NOMINAL_ALIAS",
                at,
                ALIAS_REF=self._numbers.take("alias"),
                NOM_REF=nominal.ref,
                NAME_TYPE="M" if nominal.person.sex == "F" else "F",
                SURNAME=nominal.surname.upper(),
                FORENAME_1=nominal.person.forename,
            )
            nominal.surname = surname
            nominal.change(at, SURNAME=surname.upper())

    def _note_address(self, nominal: Nominal, at: datetime, to_on: date | None) -> None:
        """The home address as a link of its own; `to_on` ends it."""
        stay = next((s for s in nominal.person.stays if s.address == nominal.address), None)
        from_on = stay.from_on if stay is not None and stay.from_on <= at.date() else at.date()
        if (
            to_on is not None
            and stay is not None
            and stay.to_on is not None
            and stay.to_on <= to_on
        ):
            to_on = stay.to_on
        self._rows.add(
            "NOMINAL_ADDRESS",
            at,
            ADDR_REF=nominal.address_ref,
            NOM_REF=nominal.ref,
            LINK_REASON="HOME ADDRESS",
            ADDR=nominal.address.text,
            PCODE=nominal.address.postcode,
            LPA=nominal.address.area,
            DATE_FROM=day(from_on),
            DATE_TO=day(to_on),
        )

    def _aliases(self, nominal: Nominal, at: datetime, *, suspect: bool) -> None:
        dice = self._dice
        if not suspect or not dice.chance(rate("records.alias")):
            return
        short = table("names").get("short", {}).get(nominal.person.forename, "")
        kind = "N" if short else "A"
        self._rows.add(
            "NOMINAL_ALIAS",
            at,
            ALIAS_REF=self._numbers.take("alias"),
            NOM_REF=nominal.ref,
            NAME_TYPE=kind,
            SURNAME="" if short else nominal.surname.upper(),
            FORENAME_1=short or nominal.person.middle or misspell(nominal.person.forename, dice),
        )


def _fields(person: Person, when: date, dice: Dice) -> dict[str, str]:
    """What a clerk asks for, filled in for some."""
    ask = rate("records.field_filled")
    ic = table("names")[person.community]["ic"]
    return {
        "FORENAME_2": person.middle if dice.chance(ask) else "",
        "SEX": SEXES[person.sex] if dice.chance(rate("records.sex_right")) else "UNKNOWN",
        "TEL": person.phone if dice.chance(ask) else "",
        "EMAIL": person.email if dice.chance(ask) else "",
        "OCCUPATION": person.occupation
        if dice.chance(ask) or person.occupation.startswith("Police")
        else "",
        "POB": person.birth_place if dice.chance(ask) else "",
        "SELF_ETH": person.ethnicity if dice.chance(rate("records.self_ethnicity")) else "",
        "IC_CODE": ic
        if dice.chance(rate("records.officer_ethnicity"))
        else dice.pick(("", "9", "1")),
    }


def plain(text: str) -> str:
    """Without diacritics."""
    return "".join(c for c in normalize("NFD", text.translate(_PLAIN)) if not combining(c))


def misspell(text: str, dice: Dice) -> str:
    """One slip of the keyboard: a letter doubled, lost, or two exchanged."""
    if len(text) < 4:
        return text
    at = dice.between(1, len(text) - 3)
    how = dice.pick(("double", "lose", "swap"))
    if how == "double":
        return text[:at] + text[at] + text[at:]
    if how == "lose":
        return text[:at] + text[at + 1 :]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def write_name(surname: str, forename: str, dice: Dice, *, careless: bool) -> tuple[str, str]:
    """Surname in capitals and forename, as a clerk types them."""
    if dice.chance(rate("records.diacritics_lost")):
        surname, forename = plain(surname), plain(forename)
    if careless:
        slip = dice.weighted(mix("records.slips"))
        if slip == "surname":
            surname = misspell(surname, dice)
        elif slip == "forename":
            forename = misspell(forename, dice)
        elif slip == "short":
            forename = table("names")["short"].get(forename, forename)
        elif slip == "initial":
            forename = forename[0]
    return surname.upper(), forename


def write_birthday(born_on: date, dice: Dice, *, careless: bool) -> tuple[str, str]:
    """Date of birth and whether it is an estimate, as a clerk types them."""
    if dice.chance(rate("records.birthday_missing")):
        return "", ""
    if careless and dice.chance(rate("records.birthday_wrong")):
        how = dice.pick(("swap", "year", "day"))
        if how == "swap" and born_on.day <= 12:
            return day(date(born_on.year, born_on.day, born_on.month)), "N"
        if how == "year":
            return day(add(born_on, dice.pick((-365, 365)))), "N"
        return day(add(born_on, dice.pick((-1, 1, 10)))), "N"
    if dice.chance(rate("records.birthday_estimated")):
        return day(date(born_on.year, 1, 1)), "Y"
    return day(born_on), "N"
