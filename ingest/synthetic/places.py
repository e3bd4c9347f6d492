"""The invented county: its policing areas, homes and courts."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from ingest.synthetic.data_files import rate, table
from ingest.synthetic.dice import Dice, Mix

_TOWNS_PER_AREA = 4
_STREETS_PER_SECTOR = 12
_FIRST_LETTERS = "ABDEFGHJLNP"
_LAST_LETTERS = "QRSTUWXYZ"


@dataclass(frozen=True)
class Address:
    """A home. `area` is the local policing area's code, `street` has no house in it."""

    text: str
    postcode: str
    area: str
    street: str


def areas() -> list[dict[str, Any]]:
    """The local policing areas as `places.toml` gives them: code, name, weight, towns."""
    found: list[dict[str, Any]] = table("places")["area"]
    return found


@cache
def _area_mix() -> Mix[str]:
    return tuple((found["code"], found["weight"]) for found in areas())


def draw_area(dice: Dice) -> str:
    """A local policing area by its share."""
    return dice.weighted(_area_mix())


def near(area: str, dice: Dice) -> str:
    """The same area for most, another for some."""
    return area if dice.chance(rate("homes.same_area")) else draw_area(dice)


def draw_town(dice: Dice) -> str:
    """Any town of the county."""
    towns: list[str] = dice.pick(areas())["towns"]
    return dice.pick(towns)


def draw_hostel(area: str, dice: Dice) -> Address:
    """A room in a hostel of an area: an address that many share who have nothing else in common."""
    found = next(one for one in areas() if one["code"] == area)
    street = table("places")["streets"]["names"][found["hostel"]]
    road = f"{street}, {found['towns'][0]}"
    room = f"Room {dice.between(1, int(rate('homes.hostel_rooms')))}"
    postcode = _postcode(area, 0, found["hostel"])
    return Address(f"{room}, {found['hostel_name']}, {road}", postcode, area, road)


def draw_new_home(area: str, dice: Dice) -> Address:
    """Where somebody goes who leaves a shared home: an address in or near the area, or a hostel."""
    area = near(area, dice)
    hostel = dice.chance(rate("homes.hostel"))
    return draw_hostel(area, dice) if hostel else draw_address(area, dice)


def draw_address(area: str, dice: Dice) -> Address:
    """A home in an area: house or flat, street, town and a postcode that belongs to the street."""
    places = table("places")
    towns: list[str] = next(one["towns"] for one in areas() if one["code"] == area)
    town = dice.pick_common(towns)
    streets: list[str] = places["streets"]["names"]
    street = dice.between(0, len(streets) - 1)
    house, road = _house(dice), f"{streets[street]}, {town}"
    return Address(f"{house} {road}", _postcode(area, towns.index(town), street), area, road)


def _house(dice: Dice) -> str:
    house = str(dice.between(1, int(rate("homes.houses"))))
    if dice.chance(rate("homes.flat")):
        house = f"Flat {dice.between(1, int(rate('homes.flats')))}, {house}"
    return house


def draw_neighbouring(home: Address, dice: Dice) -> Address:
    """Another home in the street of a home."""
    found = home
    while found.text == home.text:
        found = replace(home, text=f"{_house(dice)} {home.street}")
    return found


def draw_street(area: str, dice: Dice, *, shops: bool) -> Address:
    """A street of an area, no home in it: any, or one of those with shops."""
    towns: list[str] = next(one["towns"] for one in areas() if one["code"] == area)
    streets = table("places")["streets"]
    names: list[str] = streets["shopping" if shops else "names"]
    road = f"{dice.pick(names)}, {dice.pick_common(towns)}"
    return Address(road, "", area, road)


def _postcode(area: str, town: int, street: int) -> str:
    """The postcode of a street: `town` is its place in the area, `street` its place in the list."""
    index = next(i for i, found in enumerate(areas()) if found["code"] == area)
    row, column = divmod(street, len(_FIRST_LETTERS))
    letters = f"{_FIRST_LETTERS[column]}{_LAST_LETTERS[row % len(_LAST_LETTERS)]}"
    outward = f"{table('places')['postcode_letters']}{index * _TOWNS_PER_AREA + town + 1}"
    return f"{outward} {street // _STREETS_PER_SECTOR + 1}{letters}"
