"""What is compared of a record: its names, dates, numbers and homes in one form each.

``create`` makes ``linkage.prepared``, one row per record, from the contract's tables
``person_record``, ``alias`` and ``address`` in a DuckDB schema. Names are worked out once per
spelling. What cannot be read is kept as text and compared as text. Ethnicity, religion and what
happened are not among the columns.
"""

import re
from collections.abc import Callable, Iterable

import duckdb
import pyarrow as pa

from graph_service.identifiers import cro_number, pnc_id
from graph_service.names import fold, parted, sound
from ingest.linkage.nicknames import roots

TABLES = ("person_record", "alias", "address")
"""The contract's tables that say what people are called and where they live."""
_WORD = re.compile("[^\\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\\W_]+)*")
_PLACEHOLDERS = frozenset(
    {
        *("unknown", "notknown", "unk", "na", "none", "null", "anon", "anonymous", "unnamed"),
        *("notgiven", "notstated", "notrecorded", "notprovided", "notapplicable", "notavailable"),
        *("unspecified", "withheld", "refused", "declined", "tbc", "tba", "xx", "xxx", "xxxx"),
        *("nfa", "nofixedabode", "nofixedaddress", "noaddress", "homeless", "addressunknown"),
        *("addressnotknown", "noemail", "nomail", "noreply", "test", "example"),
    }
)
"""What is written where nothing is known, folded. Collected by the project; status: local."""
_COUNTING = "01234567890123456789"
_NAME = pa.struct(
    [
        ("first", pa.string()),
        ("middle", pa.string()),
        ("roots", pa.list_(pa.string())),
        ("sound", pa.string()),
    ]
)
_SURNAME = pa.struct(
    [("whole", pa.string()), ("parts", pa.list_(pa.string())), ("sound", pa.string())]
)
_WHOLE = pa.struct([("forename", pa.string()), ("surname", pa.string())])


def _words(text: str) -> list[str]:
    return [folded for word in _WORD.findall(text) if (folded := fold(word))]


def forename(text: str) -> dict[str, object] | None:
    """The first word of a forename field, the rest as middle names, its roots and its sound."""
    found = _words(text)
    if not found or "".join(found) in _PLACEHOLDERS:
        return None
    first = found[0]
    return {
        "first": first,
        "middle": " ".join(found[1:]) or None,
        "roots": roots(first),
        "sound": sound(first),
    }


def surname(text: str) -> dict[str, object] | None:
    """A surname as one word, the parts of a double-barrelled one, and its sound."""
    found = _words(text)
    whole = "".join(found)
    if not whole or whole in _PLACEHOLDERS:
        return None
    return {
        "whole": whole,
        "parts": sorted({whole, *(part for part in found if len(part) > 2)}),  # noqa: PLR2004
        "sound": sound(whole),
    }


def whole_name(text: str) -> dict[str, str | None] | None:
    """Forenames and surname of a name in one field."""
    forenames, last = parted(text)
    return None if last is None else {"forename": forenames, "surname": last}


def phone(text: str) -> str | None:
    """The digits of a telephone number, without the country's code; None for too few."""
    digits = re.sub(r"\D", "", text)
    digits = re.sub(r"^(?:00)?44(?=[1-9]\d{8})", "0", digits)
    is_made_up = len(set(digits)) < 3 or digits in _COUNTING  # noqa: PLR2004
    return None if len(digits) < 6 or is_made_up else digits  # noqa: PLR2004


def email(text: str) -> str | None:
    """An address of electronic mail in lower case; None for what is none."""
    bare = text.strip().casefold()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", bare) or fold(bare.split("@")[0]) in _PLACEHOLDERS:
        return None
    return bare


def home(text: str) -> str | None:
    """An address as upper-case words and numbers, however it is parted."""
    found = " ".join(word.upper() for word in re.findall(r"[^\W_]+", text))
    return None if not found or fold(text) in _PLACEHOLDERS else found


def plain(text: str) -> str | None:
    """Any other text, folded."""
    found = fold(text)
    return None if not found or found in _PLACEHOLDERS else found


def _any_text(text: str) -> str | None:
    return re.sub(r"[^A-Z0-9]", "", text.upper()) or None


_WORKED_OUT: dict[str, tuple[Callable[[str], object], pa.DataType]] = {
    "forename": (forename, _NAME),
    "surname": (surname, _SURNAME),
    "full_name": (whole_name, _WHOLE),
    "phone": (phone, pa.string()),
    "email": (email, pa.string()),
    "address": (home, pa.string()),
    "occupation": (plain, pa.string()),
    "birth_place": (plain, pa.string()),
    "pnc_id": (pnc_id, pa.string()),
    "cro_number": (cro_number, pa.string()),
    "any": (_any_text, pa.string()),
}


def _work_out(connection: duckdb.DuckDBPyConnection, name: str, texts: Iterable[str]) -> None:
    """The table ``linkage.as_<name>``: each spelling with what it comes to."""
    work, kind = _WORKED_OUT[name]
    spelled = list(texts)
    table = pa.table(
        {
            "text": pa.array(spelled, pa.string()),
            "held": pa.array([work(text) for text in spelled], kind),
        }
    )
    connection.register("spelled", table)
    connection.execute(f"CREATE TABLE linkage.as_{name} AS FROM spelled WHERE held IS NOT NULL")
    connection.unregister("spelled")


def _spellings(connection: duckdb.DuckDBPyConnection, *queries: str) -> list[str]:
    every = " UNION ".join(f"SELECT {query}" for query in queries)
    rows = connection.execute(f"SELECT DISTINCT * FROM ({every})").fetchall()
    return sorted(text for (text,) in rows if text is not None)


def create(connection: duckdb.DuckDBPyConnection, schema: str) -> None:
    """Make ``linkage.prepared``, numbered in the order of source and record."""
    connection.execute("CREATE SCHEMA IF NOT EXISTS linkage")
    _take_records(connection, schema)
    whole = _spellings(
        connection, "full_name FROM linkage.records", f"full_name FROM {schema}.alias"
    )
    _work_out(connection, "full_name", whole)
    connection.execute(_NAMES.format(schema=schema))
    given = _spellings(connection, "forename FROM linkage.names", "middle_names FROM linkage.names")
    _work_out(connection, "forename", given)
    _work_out(connection, "surname", _spellings(connection, "surname FROM linkage.names"))
    lived = _spellings(connection, "address FROM linkage.records", f"address FROM {schema}.address")
    _work_out(connection, "address", lived)
    for name in ("phone", "email", "occupation", "birth_place", "pnc_id", "cro_number"):
        _work_out(connection, name, _spellings(connection, f"{name} FROM linkage.records"))
    as_text = ("pnc_id", "cro_number", "born_on_raw")
    texts = _spellings(connection, *(f"{name} FROM linkage.records" for name in as_text))
    _work_out(connection, "any", texts)
    connection.execute(_PREPARED.format(schema=schema))


def _take_records(connection: duckdb.DuckDBPyConnection, schema: str) -> None:
    """Every record as it was last written, those too that were taken back."""
    connection.execute(
        f"""
        CREATE TABLE linkage.records AS
        SELECT *, false AS is_ended FROM {schema}.person_record
        UNION ALL BY NAME
        SELECT version.*, true AS is_ended
        FROM {schema}.versions_person_record AS version
        JOIN {schema}.last_person_record AS last USING (source, row_key)
        WHERE last.is_ended
        QUALIFY row_number() OVER (
            PARTITION BY source, row_key
            ORDER BY recorded_at DESC, batch_recorded_at DESC, version.row_digest DESC
        ) = 1"""
    )


_NAMES = """
CREATE TABLE linkage.names AS
WITH every AS (
    SELECT source, record_id, forename, middle_names, surname, full_name, true AS is_own
    FROM linkage.records
    UNION ALL
    SELECT source, record_id, forename, NULL, surname, full_name, false FROM {schema}.alias
)
SELECT source, record_id, is_own, middle_names,
       CASE WHEN forename IS NULL AND surname IS NULL THEN held.forename ELSE forename END
           AS forename,
       CASE WHEN forename IS NULL AND surname IS NULL THEN held.surname ELSE surname END
           AS surname
FROM every LEFT JOIN linkage.as_full_name ON text = full_name"""

_PREPARED = """
CREATE TABLE linkage.prepared AS
WITH named AS (
    SELECT source, record_id,
           any_value(f.held.first) FILTER (is_own) AS forename,
           any_value(f.held.sound) FILTER (is_own) AS forename_sound,
           any_value(nullif(concat_ws(' ', f.held.middle, m.held.first, m.held.middle), ''))
               FILTER (is_own) AS middle,
           any_value(s.held.whole) FILTER (is_own) AS surname,
           any_value(s.held.sound) FILTER (is_own) AS surname_sound,
           list_sort(list_distinct(flatten(list(f.held.roots) FILTER (f.held IS NOT NULL))))
               AS forename_roots,
           list_sort(list_distinct(flatten(list(s.held.parts) FILTER (s.held IS NOT NULL))))
               AS surnames,
           list_sort(list_distinct(list(s.held.sound) FILTER (s.held IS NOT NULL)))
               AS surname_sounds
    FROM linkage.names AS n
    LEFT JOIN linkage.as_forename AS f ON f.text = n.forename
    LEFT JOIN linkage.as_forename AS m ON m.text = n.middle_names
    LEFT JOIN linkage.as_surname AS s ON s.text = n.surname
    GROUP BY source, record_id
), homes AS (
    SELECT source, record_id,
           list_sort(list_distinct(list(postcode) FILTER (postcode IS NOT NULL))) AS postcodes,
           list_sort(list_distinct(list(a.held) FILTER (a.held IS NOT NULL))) AS addresses
    FROM (
        SELECT source, record_id, postcode, address FROM linkage.records
        UNION ALL
        SELECT source, record_id, postcode, address FROM {schema}.address
    )
    LEFT JOIN linkage.as_address AS a ON a.text = address
    GROUP BY source, record_id
)
SELECT row_number() OVER (ORDER BY r.source, r.record_id) AS id,
       r.source, r.record_id, r.is_ended, r.born_on, r.died_on,
       n.forename, n.forename_sound, n.middle, n.surname, n.surname_sound,
       n.forename_roots, n.surnames, n.surname_sounds,
       CASE WHEN year(r.born_on) BETWEEN 1 AND 9999 THEN strftime(r.born_on, '%Y%m%d') END AS born,
       coalesce(r.born_on_estimated, false) OR (month(r.born_on) = 1 AND day(r.born_on) = 1)
           AS born_is_weak,
       CASE WHEN r.born_on IS NULL THEN b.held END AS born_text,
       coalesce(year(r.born_on),
                CASE WHEN r.age_years BETWEEN 0 AND 120
                     THEN year(r.age_on - to_years(r.age_years::INTEGER)) END) AS birth_year,
       CASE WHEN r.sex IN ('M', 'F') THEN r.sex END AS sex,
       pa.held AS address,
       list_distinct(string_split(pa.held, ' ')) AS address_words,
       r.postcode, h.addresses, h.postcodes,
       p.held AS phone, e.held AS email, o.held AS occupation, bp.held AS birth_place,
       pn.held AS pnc, CASE WHEN pn.held IS NULL THEN pt.held END AS pnc_text,
       c.held AS cro, CASE WHEN c.held IS NULL THEN ct.held END AS cro_text
FROM linkage.records AS r
LEFT JOIN named AS n USING (source, record_id)
LEFT JOIN homes AS h USING (source, record_id)
LEFT JOIN linkage.as_address AS pa ON pa.text = r.address
LEFT JOIN linkage.as_phone AS p ON p.text = r.phone
LEFT JOIN linkage.as_email AS e ON e.text = r.email
LEFT JOIN linkage.as_occupation AS o ON o.text = r.occupation
LEFT JOIN linkage.as_birth_place AS bp ON bp.text = r.birth_place
LEFT JOIN linkage.as_pnc_id AS pn ON pn.text = r.pnc_id
LEFT JOIN linkage.as_any AS pt ON pt.text = r.pnc_id
LEFT JOIN linkage.as_cro_number AS c ON c.text = r.cro_number
LEFT JOIN linkage.as_any AS ct ON ct.text = r.cro_number
LEFT JOIN linkage.as_any AS b ON b.text = r.born_on_raw
"""
