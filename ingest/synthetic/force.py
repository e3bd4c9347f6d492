"""The invented force itself: its areas and its staff."""

from datetime import datetime

from ingest.synthetic.data_files import table
from ingest.synthetic.dice import Dice
from ingest.synthetic.layout import Rows

OPENED_AT = datetime(2022, 1, 1, 0, 5)  # noqa: DTZ001 the record system keeps local time
_RANKS = (
    ("PC", "Response officer", 10),
    ("PC", "Domestic abuse investigator", 5),
    ("PC", "VAWG officer", 1),
    ("PS", "Response sergeant", 3),
    ("PS", "Domestic abuse sergeant", 1),
    ("INSP", "Duty inspector", 2),
    ("INSP", "Detective inspector", 1),
    ("STAFF", "Investigator", 3),
)
_FORCE_WIDE = (
    ("SUPT", "Duty superintendent", 2),
    ("CINSP", "Head of public protection", 1),
    ("STAFF", "Orders co-ordinator", 1),
)
_RANK_NAMES = {
    "constable": "PC",
    "sergeant": "PS",
    "inspector": "INSP",
    "superintendent": "SUPT",
    "staff": "STAFF",
}


class Force:
    """Officers and staff by area and rank; the same for a seed."""

    def __init__(self, seed: int) -> None:
        dice = Dice(seed, "force")
        self.areas = table("places")["area"]
        self._staff: list[tuple[str, str, str, str]] = []
        numbers = dice.some(range(1000, 9999), 400)
        for rank, post, count in _FORCE_WIDE:
            self._staff += [(str(numbers.pop()), rank, post, "") for _ in range(count)]
        for area in self.areas:
            for rank, post, count in _RANKS:
                self._staff += [
                    (str(numbers.pop()), rank, post, area["code"]) for _ in range(count)
                ]
        self._by: dict[tuple[str, str], list[str]] = {}
        for collar, rank, _, code in self._staff:
            self._by.setdefault((rank, code), []).append(collar)

    def somebody(self, rank: str, area: str, dice: Dice) -> str:
        """The collar number of an officer of that rank, of the area or else of the whole force."""
        code = _RANK_NAMES[rank]
        return dice.pick(self._by.get((code, area)) or self._by[code, ""])

    def write(self, rows: Rows) -> None:
        """Areas and staff, recorded when the record system was opened."""
        places = table("places")
        for area in self.areas:
            rows.add(
                "LPA",
                OPENED_AT,
                LPA_CODE=area["code"],
                LPA_NAME=area["name"],
                FORCE_NAME=places["force"],
                FORCE_CODE=places["force_code"],
            )
        for collar, rank, post, code in self._staff:
            rows.add("STAFF", OPENED_AT, COLLAR_NO=collar, RANK_CODE=rank, POST=post, LPA=code)
