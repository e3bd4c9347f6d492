"""The errors that people see: each says what happened, where, and what to do.

Every error that leaves the product is one of these. It carries the exit code of the command line
and the status of the API, so that one handler at each edge is enough. Messages never hold a value
that was recorded about a person.
"""

from typing import ClassVar


class PursuitError(Exception):
    """Something that a person can act on went wrong."""

    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class CheckFailed(PursuitError):
    """A check does not hold."""

    exit_code = 1
    http_status = 409


class WrongCall(PursuitError):
    """The call itself is wrong: an unknown name, a missing argument, a value outside its list."""

    exit_code = 2
    http_status = 422


class NotThere(WrongCall):
    """What was asked for does not exist, or the caller may not know that it does."""

    http_status = 404


class PurposeNeeded(WrongCall):
    """A read about one person came without a purpose."""

    http_status = 400


class InputRefused(PursuitError):
    """An extract or a file cannot be accepted. Nothing was changed."""

    exit_code = 3
    http_status = 422


class StoreUnavailable(PursuitError):
    """The graph store, the archive or the audit trail cannot be reached or written."""

    exit_code = 4
    http_status = 503


class AuditUnavailable(StoreUnavailable):
    """The audit trail cannot be written, so nothing is answered."""


class NotAllowed(PursuitError):
    """The caller's role or purpose does not cover this."""

    exit_code = 5
    http_status = 403


class NotSignedIn(NotAllowed):
    """No caller is known."""

    http_status = 401
