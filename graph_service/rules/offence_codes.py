"""The normal form of an offence's code, in which every data file of Pursuit holds it."""

_NAMED = frozenset({"HO", "HO5", "CJS", "NIBRS"})


def normal_code(system: str, code: str) -> str:
    """A code in the form that the data files use.

    HO: capitals, no slash, no leading zeros (8Q, 19C, 105A). HO5: five digits without the slash,
    leading zeros kept (00866). CJS and NIBRS: capitals. A source's own codes stay as they are.
    """
    plain = code.strip()
    if system in _NAMED:
        plain = plain.upper()
    if system == "HO":
        return plain.replace("/", "").lstrip("0")
    if system != "HO5" or not plain:
        return plain
    group, slash, number = plain.partition("/")
    return group.zfill(3) + number.zfill(2) if slash else plain.zfill(5)
