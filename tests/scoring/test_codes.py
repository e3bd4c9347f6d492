"""Offence codes: their normal form, their names, and what is left unknown."""

import pandas as pd
import pytest

from scoring.codes import coded, normal_code
from scoring.parameter_files import load_parameters

PARAMETERS = load_parameters()

# The codes of violence, sexual offences, stalking, orders and damage that forces use most.
MOST_USED = """
00101 00200 00301 00501 00801 00806 00811 00830 00831 00856 00858 00865 00866 00867
00872 00873 00874 00877 00878 01103 01907 01908 01909 01910 01916 01917 02003 02005
02803 02900 03401 03601 03603 04600 04910 05601 05602 05800 06638 06639 06697 06804
06808 06816 06819 06820 08809 08810 08812 08814 08815 10501 12509 12511 12512 14900
19512 19594
"""


@pytest.mark.parametrize(
    ("system", "written", "normal"),
    [
        ("HO", "8Q", "8Q"),
        ("HO", " 08q ", "8Q"),
        ("HO", "105A", "105A"),
        ("HO5", "00866", "00866"),
        ("HO5", "008/66", "00866"),
        ("HO5", "8/66", "00866"),
        ("HO5", "866", "00866"),
        ("HO5", "195/94", "19594"),
        ("HO5", " ", ""),
        ("CJS", "sc15005", "SC15005"),
        ("NIBRS", "13b", "13B"),
        ("town", "burglary", "burglary"),
    ],
)
def test_a_code_has_one_normal_form(system: str, written: str, normal: str) -> None:
    assert normal_code(system, written) == normal


@pytest.mark.parametrize(
    ("index", "codes", "name", "weight"),
    [
        ("cchi", ("HO5", "00866", ""), "Stalking involving serious alarm or distress", 10_000),
        ("cchi", ("HO", "8U", ""), "Controlling or coercive behaviour", 10_000),
        ("cchi", ("HO5", "01908", ""), "Rape of a female aged 16 or over", 2_555_000),
        ("cchi", ("HO5", "02005", ""), "Sexual assault on a female", 182_250),
        ("cchi", ("CJS", "SC15005", ""), "Intentional strangulation or suffocation", 365_000),
        ("ons", ("HO", "1", ""), "Murder", 7_979_000),
        ("ons", ("HO", "19C", ""), "Rape of a female aged 16 and over", 3_261_000),
        ("ons", ("HO5", "00857", ""), "Racially or religiously aggravated common assault", 36_000),
        ("ons", ("HO5", "02005", ""), "Sexual assault on a female", None),
        ("ons", ("HO", "8U", ""), "Controlling or coercive behaviour", None),
        ("ons", ("HO", "8U", "8Q;19C"), "Controlling or coercive behaviour", 3_261_000),
        ("cchi", ("NIBRS", "13A", ""), "Aggravated Assault", None),
        (
            "cchi",
            ("HO5", "00871", ""),
            "Disclosing private sexual images with intent to cause distress",
            None,
        ),
        ("cchi", ("town", "ABH", ""), "an offence coded ABH (town)", None),
        ("cchi", ("town", "He hit her", ""), "an offence whose code has no name here", None),
        ("cchi", ("", "", ""), "an offence without a code", None),
        ("source", ("HO5", "00866", ""), "Stalking involving serious alarm or distress", None),
    ],
)
def test_a_code_has_a_published_name_and_a_weight_or_none(
    index: str, codes: tuple[str, str, str], name: str, weight: int | None
) -> None:
    columns = ["code_system", "code", "included_codes"]
    frame = pd.DataFrame([codes], columns=columns, dtype="str")
    found = coded(frame, index, PARAMETERS)
    assert found.names().to_list() == [name]
    assert found.weights().tolist() == [-1 if weight is None else weight]


def test_the_codes_most_used_are_known_to_the_cambridge_index() -> None:
    most_used = MOST_USED.split()
    frame = pd.DataFrame(
        {"code_system": "HO5", "code": most_used, "included_codes": ""}, dtype="str"
    )
    weights = coded(frame, "cchi", PARAMETERS).weights()
    assert [code for code, weight in zip(most_used, weights, strict=True) if weight < 0] == []
