"""Who a person's page is about, in the line above its heading."""

from tests.web.invented import PERSON
from tests.web.test_pages import html, text


def test_the_living_have_their_age_of_today() -> None:
    assert "Born27 Mar 1988 (38) Sexmale" in text(html("person"))


def test_the_dead_have_the_day_and_the_age_of_their_death() -> None:
    found = text(html("person", person=PERSON | {"died_on": "2025-03-26"}))
    assert "Born27 Mar 1988 Died26 Mar 2025, aged 36 Sexmale" in found
