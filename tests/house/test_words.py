"""The project speaks of itself alone, in its own words, and names no machine and no registry."""

import re

# Written in pieces, so that this file does not find itself.
MACHINE_PATHS = (
    "|".join(f"/{name}/" for name in ("work", "root", "tmp", "workspace")) + "|/home/[a-z]"
)
TOOLS = "|".join(
    (
        "clau" + "de",
        "chat" + "gpt",
        "anthro" + "pic",
        "open" + "ai",
        "co" + "pilot",
        r"\bgem" + "ini",
        r"\bll" + r"ms?\b",
    )
)
ROLES = "|".join(
    (
        r"(?<!shop )(?<!teaching )\bassis" + r"tants?\b(?! (?:chief|commissioner))",
        r"\bsub-?ag" + r"ents?\b",
        r"\bcoding ag" + r"ents?\b",
        r"\bai[- ]gene" + "rated",
    )
)
TICKETS = r"\b(?:iss" + r"ue|tick" + r"et) #?\d"
REGISTRIES = "|".join(
    re.escape(host)
    for host in (
        "pypi" + ".org",
        "python" + "hosted",
        "registry" + ".npmjs",
        "repo1" + ".maven",
        "repo.maven" + ".apache",
        "crates" + ".io",
        "proxy" + ".golang",
    )
)
SECRETS = "-----BEGIN [A-Z ]*PRIVATE" + " KEY"
PEOPLE = r"\bcrimi" + r"nals\b"

FORBIDDEN = {
    "a path of one machine": MACHINE_PATHS,
    "a tool that has no place here": f"{TOOLS}|{ROLES}",
    "a ticket number": TICKETS,
    "a package registry's host": REGISTRIES,
    "a private key": SECRETS,
    "people named by what is alleged": PEOPLE,
}
PATTERNS = {why: re.compile(pattern, re.IGNORECASE) for why, pattern in FORBIDDEN.items()}

MODULE_NAMES = {"util" + "s", "helper" + "s", "common", "manager", "misc"}


def found(files: dict[str, str]) -> list[str]:
    """Say `path:line: why` for each line that holds something forbidden."""
    return [
        f"{path}:{number}: {why}"
        for path, text in files.items()
        for number, line in enumerate(text.splitlines(), start=1)
        for why, pattern in PATTERNS.items()
        if pattern.search(line)
    ]


def badly_named(paths: list[str]) -> list[str]:
    """The Python files and folders that are named after being useful, not after what they do."""
    return [
        path
        for path in paths
        if path.endswith(".py") and MODULE_NAMES & set(path.removesuffix(".py").split("/"))
    ]


def test_no_file_holds_a_forbidden_word(own: dict[str, str]) -> None:
    assert found(own) == []


def test_a_forbidden_word_is_found_with_its_place_and_reason() -> None:
    text = "\n".join(
        (
            "nothing here",
            "see /wo" + "rk/main",
            "made with Co" + "pilot",
            "an Assistant Chief Constable",
            "the assis" + "tant wrote",
            "closes iss" + "ue #4",
            "from pypi" + ".org",
            "a list of crimi" + "nals",
            "-----BEGIN RSA PRIVATE" + " KEY-----",
        )
    )
    assert found({"a.md": text}) == [
        "a.md:2: a path of one machine",
        "a.md:3: a tool that has no place here",
        "a.md:5: a tool that has no place here",
        "a.md:6: a ticket number",
        "a.md:7: a package registry's host",
        "a.md:8: people named by what is alleged",
        "a.md:9: a private key",
    ]


def test_modules_are_named_after_what_they_do(own: dict[str, str]) -> None:
    assert badly_named(list(own)) == []


def test_a_module_named_after_being_useful_is_found() -> None:
    bad = ["scoring/util" + "s.py", "ingest/common/dates.py"]
    assert badly_named([*bad, "scoring/harm.py", "web/common.css"]) == bad
