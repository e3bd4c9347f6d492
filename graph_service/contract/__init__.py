"""The contract: the tables that every source is mapped to, declared once.

The classes drive validation, the archive's columns, the graph's properties and
``docs/contract.md``.
"""

from collections.abc import Mapping
from functools import cache

from graph_service.contract.events import (
    CaseEvent,
    CustodyEvent,
    Disclosure,
    Intelligence,
    Involvement,
    Offence,
    Outcome,
    RiskAssessment,
    Survey,
)
from graph_service.contract.orders import (
    Intervention,
    Iom,
    Mappa,
    Marac,
    Order,
    OrderCondition,
    OrderEvent,
    OrderProtected,
    Referral,
)
from graph_service.contract.people import (
    Address,
    Alias,
    Area,
    Officer,
    PersonRecord,
    Relationship,
    Retraction,
    SexOffenderNotification,
)
from graph_service.contract.reasons import Reason
from graph_service.contract.types import Column, Marking, Row, read_column

ROWS: tuple[type[Row], ...] = (
    PersonRecord,
    Alias,
    Address,
    Relationship,
    Offence,
    Involvement,
    Outcome,
    CaseEvent,
    RiskAssessment,
    CustodyEvent,
    Order,
    OrderProtected,
    OrderCondition,
    OrderEvent,
    Disclosure,
    Marac,
    Mappa,
    SexOffenderNotification,
    Iom,
    Referral,
    Intervention,
    Intelligence,
    Survey,
    Officer,
    Area,
    Retraction,
)

TABLES: Mapping[str, type[Row]] = {row.table: row for row in ROWS}

# A retracted parent takes these tables' rows with it (contract, table ``retraction``).
TAKEN_ALONG: Mapping[str, tuple[str, ...]] = {
    "offence": ("involvement", "outcome", "case_event"),
    "order": ("order_event", "order_condition", "order_protected"),
}


@cache
def columns(table: str) -> tuple[Column, ...]:
    """The declared columns of a table, keys first as declared, ``recorded_at`` last."""
    fields = TABLES[table].model_fields
    named = [(field.alias or name, field) for name, field in fields.items()]
    named.sort(key=lambda pair: pair[0] == "recorded_at")
    return tuple(read_column(name, field) for name, field in named)


@cache
def key_columns(table: str) -> tuple[str, ...]:
    """Names of the key columns, in the order in which keys are joined by ``;``."""
    return tuple(column.name for column in columns(table) if column.is_key)


__all__ = [
    "ROWS",
    "TABLES",
    "TAKEN_ALONG",
    "Column",
    "Marking",
    "Reason",
    "Row",
    "columns",
    "key_columns",
]
