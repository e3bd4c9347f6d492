"""Each measured step in a process of its own: what it took, and the most memory that it held.

`measured` starts this module with the name of a step and what it is done with; the answer is one
line of JSON. The process ends with its step, and is ended when the one that started it is stopped.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.pipeline.stores import Place, busy_seconds, cpu_seconds, peak_mib

_SHOWN = 3000


def measured(step: str, place: Place | None = None, **given: Any) -> dict[str, Any]:
    """Run a step of `steps`: its figures, with ``peak_mib``, ``cpu`` and ``taken``.

    ``cpu`` is the processor's seconds of the step and of the store's server meanwhile, None where
    the server is none of ours; ``taken`` the share of all processors that anybody else had
    meanwhile. RuntimeError where the step fails.
    """
    held = {name: str(one) if isinstance(one, Path) else one for name, one in given.items()}
    at = None if place is None else {"home": str(place.home), "uri": place.uri}
    server = None if place is None else place.server_pid()
    before, busy, own = cpu_seconds(server), busy_seconds(), os.times()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.pipeline.child"],
        input=json.dumps({"step": step, "place": at, "given": held}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The step {step} failed:\n{done.stderr[-_SHOWN:]}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    after, busy_after, own_after = cpu_seconds(server), busy_seconds(), os.times()
    of_server = None if before is None or after is None else after - before
    if place is not None:
        answer["cpu"] = None if of_server is None else answer["cpu"] + of_server
    answer["taken"] = None
    if busy is not None and busy_after is not None:
        of_step = sum(own_after[:4]) - sum(own[:4])
        others = busy_after - busy - of_step - (of_server or 0.0)
        capacity = (own_after.elapsed - own.elapsed) * (os.cpu_count() or 1)
        answer["taken"] = max(0.0, others / capacity)
    return answer


def steps() -> Mapping[str, Callable[..., dict[str, Any]]]:
    """Every step by its name."""
    from benchmarks.pipeline import floors, product  # noqa: PLC0415 - so that the starter is small

    return {
        "ingest": product.ingest,
        "score": product.score,
        "list": product.first_page,
        "pages": product.pages,
        "record load": product.record_load,
        "record score": product.record_score,
        "record list": product.record_list,
        "bare read": floors.read,
        "bare load": floors.load,
        "bare write": floors.write,
        "bare score": floors.score,
        "bare list": floors.ask,
    }


def main() -> None:
    """Do one step, as standard input says."""
    asked = json.load(sys.stdin)
    given = {
        name: Path(one) if name in {"extract", "out", "kept"} else one
        for name, one in asked["given"].items()
    }
    if asked["place"]:
        given["place"] = Place(Path(asked["place"]["home"]), asked["place"]["uri"])
    step = steps()[asked["step"]]
    began = time.process_time()
    found = step(**given)
    print(json.dumps({**found, "cpu": time.process_time() - began, "peak_mib": peak_mib()}))


if __name__ == "__main__":
    main()
