"""`python -m graph_service.embedded HOME`: the server of that home, as a process of its own."""

import sys
from pathlib import Path

from graph_service.embedded.server import main

main(Path(sys.argv[1]))
