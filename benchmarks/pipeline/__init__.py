"""What the way from an extract to the list costs, each step beside a floor of the same run.

`python -m benchmarks.pipeline` makes invented forces of several sizes, ingests and scores each,
opens the list, ingests a delta, and prints times, memory and their ratios beside what is aimed at;
with `--write` it writes them into docs/performance.md.

A floor is what no program of this kind can do without: bare DuckDB reads the same files, the bare
driver sends the very statements that Pursuit sent, in the same batches, into an empty store of the
same kind. Every step runs in a process of its own (`child.py`), so that its memory is its own.
"""
