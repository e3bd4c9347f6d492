"""What joins measures to the people and cases that they are about. Types are verbs."""

from graph_service.ontology import nodes
from graph_service.ontology.model import ReadFrom, Relationship


class _Measure(Relationship):
    """A row that names one thing it is about; each has few of these."""

    few_at = "start"


class StepOf(_Measure):
    """The step is one of a process on this offence."""

    start, end = nodes.CaseEvent, nodes.Offence
    read_from = ReadFrom("case_event", "self", "offence_id")


class AnsweredBy(_Measure):
    """The survey was answered by this victim."""

    start, end = nodes.Survey, nodes.PersonRecord
    read_from = ReadFrom("survey", "self", "record_id")


class AskedAbout(_Measure):
    """The survey was about this offence."""

    start, end = nodes.Survey, nodes.Offence
    read_from = ReadFrom("survey", "self", "offence_id")


class Considers(_Measure):
    """The disclosure would be of this person's history."""

    start, end = nodes.Disclosure, nodes.PersonRecord
    read_from = ReadFrom("disclosure", "self", "subject_record_id")


class ConsidersRiskTo(_Measure):
    """The disclosure would be for the sake of this person at risk."""

    start, end = nodes.Disclosure, nodes.PersonRecord
    read_from = ReadFrom("disclosure", "self", "person_at_risk_record_id")


class Hears(_Measure):
    """The hearing was about this suspect."""

    start, end = nodes.Marac, nodes.PersonRecord
    read_from = ReadFrom("marac", "self", "record_id")


class HearsRiskTo(_Measure):
    """The hearing was for the sake of this victim."""

    start, end = nodes.Marac, nodes.PersonRecord
    read_from = ReadFrom("marac", "self", "victim_record_id")


class Manages(_Measure):
    """The multi-agency arrangements are for this person."""

    start, end = nodes.Mappa, nodes.PersonRecord
    read_from = ReadFrom("mappa", "self", "record_id")


class Obliges(_Measure):
    """This person must notify."""

    start, end = nodes.SexOffenderNotification, nodes.PersonRecord
    read_from = ReadFrom("sex_offender_notification", "self", "record_id")


class Supervises(_Measure):
    """Integrated offender management is of this person."""

    start, end = nodes.Iom, nodes.PersonRecord
    read_from = ReadFrom("iom", "self", "record_id")


class Refers(_Measure):
    """The referral is of this person."""

    start, end = nodes.Referral, nodes.PersonRecord
    read_from = ReadFrom("referral", "self", "record_id")


class DealsWith(_Measure):
    """The intervention was with or about this person."""

    start, end = nodes.Intervention, nodes.PersonRecord
    read_from = ReadFrom("intervention", "self", "record_id")


class ReportsOn(_Measure):
    """The intelligence log is about this person."""

    start, end = nodes.Intelligence, nodes.PersonRecord
    read_from = ReadFrom("intelligence", "self", "record_id")


class PostedIn(_Measure):
    """The officer's post is in this area."""

    start, end = nodes.Officer, nodes.Area
    read_from = ReadFrom("officer", "self", "area")


RELATIONSHIPS: tuple[type[Relationship], ...] = (
    StepOf,
    AnsweredBy,
    AskedAbout,
    Considers,
    ConsidersRiskTo,
    Hears,
    HearsRiskTo,
    Manages,
    Obliges,
    Supervises,
    Refers,
    DealsWith,
    ReportsOn,
    PostedIn,
)
