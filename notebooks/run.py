"""Runs every notebook from top to bottom on a small invented force; fails at the first error.

`python notebooks/run.py` in the root of a checkout (`make notebooks`). Nothing is written into the
notebooks: they are kept without output.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
PERSONS = "600"


def main() -> None:
    """Build the force in a home that goes afterwards, then run each notebook on it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        os.environ["PURSUIT_HOME"] = str(home)
        command = Path(sys.executable).with_name("pursuit")
        demo = [command, "demo", "--persons", PERSONS, "--no-serve", "--home", str(home)]
        subprocess.run(demo, check=True, stdout=subprocess.DEVNULL)
        for file in sorted(HERE.glob("*.ipynb")):
            print(f"{file.name}", flush=True)
            notebook = nbformat.read(file, as_version=4)
            NotebookClient(notebook, timeout=300, kernel_name="python3").execute(cwd=str(HERE))
            print(f"{file.name}: {len(notebook.cells)} cells ran", flush=True)


if __name__ == "__main__":
    main()
