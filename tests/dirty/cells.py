"""What happens to the cells and columns of a table in a spreadsheet, an editor, an older system.

Each function takes the header and the rows of a CSV file and a seeded source of chance, and gives
others. Rows need not be as wide as the header afterwards.
"""

from collections.abc import Callable, Mapping
from random import Random

Table = list[list[str]]
Retouch = Callable[[Table, Random], Table]

_DATES = (
    "45000 45000.5 01/02/2024 1/2/24 2024-13-45 2024-02-30 0000-00-00 9999-12-31 2024-1-5 "
    "20240105 05-Jan-24 2024-01-05T24:00:00 2024-01-05T09:00:00+99:00 2024-01-05T09:00:00.1234567Z "
    "1899-12-31 -1 2024-01-05T00:00:00 ٢٠٢٤-٠١-٠٥ 2024−01−05"
).split()
_NUMBERS = (
    "1E+05 1.23457E+15 007 -5 1,234 1.234,5 ∞ NaN inf -0 0x1F ½ ４２ 99999999999999999999 1e999 "
    "#N/A #REF! ####"
).split()
_FORMULAS = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    '=HYPERLINK("http://zqx.example","zqx")',
    "＝1+1",
    "'=1",
    "%0A=1",
)
_SCRIPTS = (
    "Ａｎｎａ",
    "Åsa Ångström",
    "A\u030asa",
    "محمد زقكس",
    "דוד",
    "岡本 綾子",
    "Владимир",
    "अनुष्का",
    "தமிழ்",
    "ไทย",
    "한글",
    "👩‍👩‍👧‍👦",
    "😀" * 30,
    "𝔄𝔫𝔫𝔞",
    "Z" + "\u0351" * 200,
    "\u202eannA\u202c",
    "A\u200b\u200d\u2060nna",
    "\ufeffAnna",
    "A\u00a0nna\u3000",
    "A\u2028nna\u2029\u0085",
    "A\x0bnna\x0c\x1c\x1d",
    "A\x01\x07\x1b[31mnna",
    "\u0378\uffff\ufdd0",
    "\ue000\U0010ffff",
    "İıſß",
    "Ǆǅ",
    "a\r\nb",
    "a\rb",
    "a\nb\n",
    "\n",
    '"',
    '""',
    '","',
    ";;;",
    "'; DROP TABLE offence; --",
    "{{7*7}}${7*7}",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "NULL",
    "None",
    "nan",
    "-",
    " ",
    "\\N",
    "\\",
    "\\x00\\u0000",
    "%s%s%n",
)


def _cells(table: Table, random: Random, values: tuple[str, ...] | list[str]) -> Table:
    """Some cells of the rows with other values; of one column, of one row or anywhere."""
    changed = [list(row) for row in table]
    if len(table) < 2:
        return changed
    way = random.randrange(3)
    column = random.randrange(len(table[0]))
    line = random.randrange(1, len(table))
    for number, row in enumerate(changed[1:], start=1):
        for at in range(len(row)):
            here = (at == column, number == line, random.random() < 0.05)[way]
            if here:
                row[at] = random.choice(values)
    return changed


def spreadsheet_dates(table: Table, random: Random) -> Table:
    return _cells(table, random, _DATES)


def spreadsheet_numbers(table: Table, random: Random) -> Table:
    return _cells(table, random, _NUMBERS)


def formulas(table: Table, random: Random) -> Table:
    return _cells(table, random, _FORMULAS)


def every_script(table: Table, random: Random) -> Table:
    return _cells(table, random, _SCRIPTS)


def random_characters(table: Table, random: Random) -> Table:
    """Any characters that UTF-8 can carry, assigned or not."""
    texts = []
    for _ in range(9):
        points = [
            random.choice((random.randrange(1, 0x3000), random.randrange(1, 0x110000)))
            for _ in range(random.randint(1, 9))
        ]
        texts.append("".join(chr(one) for one in points if not 0xD800 <= one < 0xE000))
    return _cells(table, random, texts)


def long_cells(table: Table, random: Random) -> Table:
    return _cells(table, random, ["k" * 256, "k" * 257, "k" * 5_000, "😀" * 257, "k;" * 3_000])


def nothing_in_cells(table: Table, random: Random) -> Table:
    return _cells(table, random, ["", " ", "\u00a0"])


def values_of_others(table: Table, random: Random) -> Table:
    """Cells with values from elsewhere in the table."""
    return _cells(table, random, [cell for row in table for cell in row])


def _two(width: int, random: Random) -> tuple[int, int]:
    return random.randrange(width), random.randrange(width)


def swap_headers(table: Table, random: Random) -> Table:
    head = list(table[0])
    one, other = _two(len(head), random)
    head[one], head[other] = head[other], head[one]
    return [head, *table[1:]]


def move_columns(table: Table, random: Random) -> Table:
    """The same columns in another order: nothing is lost."""
    order = list(range(len(table[0])))
    random.shuffle(order)
    return [[row[at] for at in order] for row in table]


def lose_a_column(table: Table, random: Random) -> Table:
    gone = random.randrange(len(table[0]))
    return [row[:gone] + row[gone + 1 :] for row in table]


def lose_columns(table: Table, random: Random) -> Table:
    """An older layout of the same source."""
    kept = [at for at in range(len(table[0])) if random.random() > 0.3] or [0]
    return [[row[at] for at in kept] for row in table]


def double_a_column(table: Table, random: Random) -> Table:
    at = random.randrange(len(table[0]))
    name = random.choice((table[0][at], table[0][at].upper(), f"{table[0][at]} ", "new"))
    return [[*row, name if number == 0 else row[at]] for number, row in enumerate(table)]


def rename_a_column(table: Table, random: Random) -> Table:
    head = list(table[0])
    at = random.randrange(len(head))
    name = head[at]
    head[at] = random.choice(
        (
            f" {name} ",
            name.upper(),
            name.title(),
            f"{name}_2",
            "",
            name[:-1],
            f"{name}\n",
            '"',
            "岡",
            "a;b",
            "select",
            f"{name}; DROP TABLE x",
            "\ufeff" + name,
            name.replace("_", " "),
        )
    )
    return [head, *table[1:]]


def shift_a_row(table: Table, random: Random) -> Table:
    changed = [list(row) for row in table]
    at = random.randrange(len(changed))
    changed[at] = random.choice((changed[at][1:], ["", *changed[at]], [*changed[at], ""]))
    return changed


RETOUCHES: Mapping[str, Retouch] = {
    one.__name__: one
    for one in (
        spreadsheet_dates,
        spreadsheet_numbers,
        formulas,
        every_script,
        random_characters,
        long_cells,
        nothing_in_cells,
        values_of_others,
        swap_headers,
        move_columns,
        lose_a_column,
        lose_columns,
        double_a_column,
        rename_a_column,
        shift_a_row,
    )
}
"""Retouches by name, in a fixed order."""
