"""An invented force: its people, what happens to them, and what the force records of it.

`generate(out, persons=…, seed=…, since=…, until=…)` writes an extract in the raw layout of an
invented record system, which the profile `synthetic` maps to the contract tables, and the truth
beside it in `OUT.truth` (see `truth.py`). The same persons and seed give the same bytes
everywhere; an extract cut at any day is the same world as recorded by then, and extracts played
one after another hold exactly the rows of one extract of all. `data/rates.toml` says what is
modelled and at which rates.

The steps, each in its own file: `lives` (people, ties, courses of conduct) → `events` (acts and
reports) → `proceedings` with `justice` and `orders` (what police and courts did) → `recording`,
`nominals`, `recording_orders`, `agencies` (records) → `layout` (files). This package uses nothing
else of Pursuit.
"""

from ingest.synthetic.generate import generate

__all__ = ["generate"]
