"""What is told of a fault in Pursuit itself: its kind and its place.

The error's own words may hold a recorded value, so they are told to nobody.
"""

from pathlib import Path


def told(error: BaseException) -> str:
    """One sentence, such as "A fault in Pursuit: KeyError at person.py:12. (…)"."""
    return f"A fault in Pursuit: {type(error).__name__} {_place(error)}. Nothing more is known."


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    if trace is None:
        return "at an unknown place"
    return f"at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
