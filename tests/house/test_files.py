"""Files stay short, scripts can run, and lock files hold hashes and no addresses."""

import os
import re
from pathlib import Path, PurePosixPath

LONGEST = 300
COUNTED = (".py", ".sql", ".md", ".html", ".css", ".scss", ".js", ".mjs", ".sh")
# A list grows with the project and is not read from end to end.
LISTS = ("CHANGELOG.md",)
GENERATED = "Generated. Do not edit."

# What an address looks like in each kind of lock file.
ADDRESSES = {
    "requirements.txt": re.compile(r"://|index-url|find-links"),
    "package-lock.json": re.compile(r'"resolved"|\.tgz|git\+'),
}


def too_long(files: dict[str, str]) -> dict[str, int]:
    """The written files with more than 300 lines, with their number of lines."""
    return {
        path: lines
        for path, text in files.items()
        if path.endswith(COUNTED) and not path.endswith(LISTS) and GENERATED not in text[:400]
        if (lines := len(text.splitlines())) > LONGEST
    }


def addresses(files: dict[str, str]) -> list[str]:
    """Say `path:line` for each line of a lock file that says where to download from.

    An npm lock may name a page for donations (`funding`), which nothing downloads from.
    """
    return [
        f"{path}:{number}"
        for path, text in files.items()
        if (where := ADDRESSES.get(PurePosixPath(path).name))
        for number, line in enumerate(text.splitlines(), start=1)
        if where.search(line)
    ]


def unhashed(requirements: str) -> list[str]:
    """The requirements that carry no hash."""
    whole = requirements.replace("\\\n", " ").splitlines()
    return [
        line.split()[0]
        for line in whole
        if re.match(r"[A-Za-z0-9]", line) and "--hash=sha256:" not in line
    ]


def test_files_stay_under_three_hundred_lines(own: dict[str, str]) -> None:
    assert too_long(own) == {}


def test_a_file_that_grew_too_long_is_found_and_a_generated_one_is_not() -> None:
    long = "line\n" * 301
    files = {
        "a.py": long,
        "b.py": "line\n" * 300,
        "c.md": f"<!-- {GENERATED} -->\n{long}",
        "d.csv": long,
    }
    assert too_long(files) == {"a.py": 301}


def test_lock_files_hold_no_address(own: dict[str, str]) -> None:
    assert addresses(own) == []


def test_an_address_in_a_lock_file_is_found() -> None:
    npm = (
        '{\n"funding": "https://example.org/thanks",\n"resolved": "https://example.org/sass.tgz"\n}'
    )
    pip = "--index-url https://example.org\nclick==8.3\n"
    files = {"assets/package-lock.json": npm, "requirements.txt": pip, "README.md": npm}
    assert addresses(files) == ["assets/package-lock.json:3", "requirements.txt:1"]


def test_every_requirement_is_locked_by_a_hash(own: dict[str, str]) -> None:
    assert unhashed(own["requirements.txt"]) == []


def test_a_requirement_without_a_hash_is_found() -> None:
    assert unhashed("click==8.3 \\\n    --hash=sha256:00\njinja2==3.1.6\n") == ["jinja2==3.1.6"]


def test_the_script_of_the_automatic_run_can_be_started(root: Path) -> None:
    assert os.access(root / ".ci" / "run", os.X_OK)
