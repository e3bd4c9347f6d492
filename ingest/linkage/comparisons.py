"""What is compared between two records, and into which levels of agreement it falls.

Declared once: Splink's settings, the words of an explanation and the docs come from here. Levels
are read from top to bottom; the first that holds is the one. A column that one side lacks says
nothing, for or against.
"""

from ingest.linkage.levels import (
    ELSE,
    EMAIL_ALIKE,
    LETTER,
    SWAPPED,
    Comparison,
    Level,
    alike,
    days,
    is_null,
    missing,
    number_missing,
    number_slip,
    one_slip,
    overlap,
    same,
    two_slips,
)

COMPARISONS: tuple[Comparison, ...] = (
    Comparison(
        "forename",
        "Forename",
        "forename IS NOT NULL",
        (
            # An exchanged name is weighed once, as the surname.
            missing(is_null("forename"), f"({SWAPPED})"),
            Level("same", same("forename"), "the same forename", frequency="forename"),
            Level(
                "form", overlap("forename_roots"), "forms of one forename, or another name in use"
            ),
            Level(
                "initial",
                "(length(forename_l) = 1 OR length(forename_r) = 1) "
                "AND forename_l[1] = forename_r[1]",
                "an initial that fits",
                most=LETTER,
            ),
            Level(
                "slip",
                f"{one_slip('forename')} AND least(length(forename_l), length(forename_r)) > 3 "
                f"OR {alike('forename', 0.92)}",
                "forenames that differ by a slip",
            ),
            Level(
                "alike",
                f"{same('forename_sound')} OR {alike('forename', 0.8)} OR {two_slips('forename')}",
                "forenames that sound or look alike",
            ),
            Level("differ", ELSE, "different forenames"),
        ),
    ),
    Comparison(
        "middle",
        "Middle names",
        "middle IS NOT NULL",
        (
            missing(is_null("middle")),
            Level("same", same("middle"), "the same middle names", frequency="middle"),
            Level(
                "initial",
                "(length(middle_l) = 1 OR length(middle_r) = 1) AND middle_l[1] = middle_r[1]",
                "an initial that fits",
                most=LETTER,
            ),
            Level("alike", alike("middle", 0.85), "middle names that look alike"),
            Level("differ", ELSE, "different middle names"),
        ),
    ),
    Comparison(
        "surname",
        "Surname",
        "surname IS NOT NULL",
        (
            missing(f"({is_null('surname')}) AND NOT ({SWAPPED})"),
            Level("same", same("surname"), "the same surname", frequency="surname"),
            Level(
                "swapped",
                "forename_l = surname_r AND surname_l = forename_r AND forename_l <> surname_l",
                "forename and surname exchanged",
            ),
            Level("half", SWAPPED, "one of the names in the other's field"),
            Level("other", overlap("surnames"), "a surname shared with a former or other name"),
            Level(
                "slip",
                f"{one_slip('surname')} AND least(length(surname_l), length(surname_r)) > 3 "
                f"OR {alike('surname', 0.92)}",
                "surnames that differ by a slip",
            ),
            Level(
                "alike",
                f"{same('surname_sound')} OR {alike('surname', 0.85)} OR {two_slips('surname')}",
                "surnames that sound or look alike",
            ),
            Level("differ", ELSE, "different surnames"),
        ),
    ),
    Comparison(
        "together",
        "Names taken together",
        "forename IS NOT NULL AND surname IS NOT NULL",
        (
            # Who has one name of a family, an age and a community mostly has the others too.
            missing(f"NOT coalesce({same('forename')} AND {same('surname')}, false)"),
            Level("three", same("middle"), "all names the same, which is less rare than each"),
            Level("two", ELSE, "both names the same, which is less rare than each"),
        ),
        corrects=True,
    ),
    Comparison(
        "born",
        "Date of birth",
        "birth_year IS NOT NULL OR born_text IS NOT NULL",
        (
            Level(
                "missing",
                f"({is_null('born')}) AND ({is_null('born_text')}) "
                "AND (birth_year_l IS NULL OR birth_year_r IS NULL)",
                "not recorded on both",
                says_nothing=True,
            ),
            Level(
                "same",
                f"({same('born')} AND NOT (born_is_weak_l OR born_is_weak_r)) "
                f"OR {same('born_text')}",
                "the same date of birth",
            ),
            Level(
                "slip",
                "NOT (born_is_weak_l OR born_is_weak_r) AND "
                "(left(born_l, 4) = left(born_r, 4) AND born_l[5:6] = born_r[7:8] "
                f"AND born_l[7:8] = born_r[5:6] OR {days(1)})",
                "dates of birth with day and month exchanged, or one digit off",
            ),
            Level(
                "year",
                "birth_year_l = birth_year_r AND (born_is_weak_l OR born_is_weak_r "
                f"OR {is_null('born')})",
                "the same year of birth, where no exact day is recorded",
            ),
            Level(
                "near",
                "abs(birth_year_l - birth_year_r) <= 2 AND (born_is_weak_l OR born_is_weak_r "
                f"OR {is_null('born')}) OR born_l[5:8] = born_r[5:8] "
                f"OR {alike('born_text', 0.9)} "
                f"OR {days(2)}",
                "dates of birth that partly agree",
            ),
            Level("differ", ELSE, "different dates of birth"),
        ),
    ),
    Comparison(
        "sex",
        "Sex",
        "sex IS NOT NULL",
        (
            missing(is_null("sex")),
            Level("same", same("sex"), "the same sex"),
            Level("differ", ELSE, "different sex"),
        ),
    ),
    Comparison(
        "home",
        "Address and postcode",
        "postcode IS NOT NULL OR address IS NOT NULL",
        (
            Level(
                "missing",
                "(coalesce(len(postcodes_l), 0) = 0 OR coalesce(len(postcodes_r), 0) = 0) AND "
                "(coalesce(len(addresses_l), 0) = 0 OR coalesce(len(addresses_r), 0) = 0)",
                "not recorded on both",
                says_nothing=True,
            ),
            Level(
                "address",
                f"{same('address')} AND postcode_l IS NOT DISTINCT FROM postcode_r",
                "the same address",
                frequency="address",
            ),
            Level("postcode", same("postcode"), "the same postcode", frequency="postcode"),
            Level(
                "former",
                f"{overlap('postcodes')} OR {overlap('addresses')}",
                "an address shared at another time",
            ),
            Level(
                "alike",
                f"{alike('address', 0.92)} OR len(list_intersect(address_words_l, "
                "address_words_r)) * 2 > greatest(len(address_words_l), len(address_words_r))",
                "addresses that share most of their words, or look alike",
            ),
            Level(
                "near",
                "regexp_extract(postcode_l, '^(.+)...$', 1) = "
                "regexp_extract(postcode_r, '^(.+)...$', 1) AND length(postcode_l) > 4",
                "addresses in one postcode district",
            ),
            Level("differ", ELSE, "different addresses"),
        ),
    ),
    Comparison(
        "phone",
        "Telephone",
        "phone IS NOT NULL",
        (
            missing(is_null("phone")),
            Level("same", same("phone"), "the same telephone number", frequency="phone"),
            Level("slip", one_slip("phone"), "telephone numbers one digit apart"),
            Level("differ", ELSE, "different telephone numbers"),
        ),
    ),
    Comparison(
        "email",
        "E-mail",
        "email IS NOT NULL",
        (
            # Addresses are made of names: where the names agree, likeness says nothing more.
            missing(
                f"({is_null('email')})",
                f"(NOT ({same('email')}) AND ({EMAIL_ALIKE}) "
                f"AND coalesce({same('forename')} AND {same('surname')}, false))",
            ),
            Level("same", same("email"), "the same e-mail address", frequency="email"),
            Level("alike", EMAIL_ALIKE, "e-mail addresses that look alike"),
            Level("differ", ELSE, "different e-mail addresses"),
        ),
    ),
    Comparison(
        "pnc",
        "PNC id",
        "coalesce(pnc, pnc_text) IS NOT NULL",
        (
            number_missing("pnc"),
            Level("same", same("pnc"), "the same valid PNC id", frequency="pnc"),
            Level("text", same("pnc_text"), "the same PNC id, which fails its check letter"),
            Level("slip", number_slip("pnc"), "PNC ids one sign apart, of which one fails"),
            Level("differ", ELSE, "different PNC ids"),
        ),
    ),
    Comparison(
        "cro",
        "CRO number",
        "coalesce(cro, cro_text) IS NOT NULL",
        (
            number_missing("cro"),
            Level("same", same("cro"), "the same valid CRO number", frequency="cro"),
            Level("text", same("cro_text"), "the same CRO number, which fails its check letter"),
            Level("slip", number_slip("cro"), "CRO numbers one sign apart, of which one fails"),
            Level("differ", ELSE, "different CRO numbers"),
        ),
    ),
    Comparison(
        "birth_place",
        "Place of birth",
        "birth_place IS NOT NULL",
        (
            missing(is_null("birth_place")),
            Level("same", same("birth_place"), "the same place of birth", frequency="birth_place"),
            Level("alike", alike("birth_place", 0.9), "places of birth that look alike"),
            Level("differ", ELSE, "different places of birth"),
        ),
    ),
    Comparison(
        "occupation",
        "Occupation",
        "occupation IS NOT NULL",
        (
            missing(is_null("occupation")),
            Level("same", same("occupation"), "the same occupation", frequency="occupation"),
            Level("differ", ELSE, "different occupations"),
        ),
    ),
)

FREQUENCIES: tuple[str, ...] = tuple(
    sorted({level.frequency for one in COMPARISONS for level in one.levels if level.frequency})
)
"""Columns whose values are counted, so that to share a rare one says more."""
IDENTIFIERS: frozenset[str] = frozenset({"pnc", "cro"})
"""Of these, those that are one person's by design: to share one is never chance."""
