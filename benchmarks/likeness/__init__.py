"""How like life the invented force is: figures measured on it, beside those published.

`python -m benchmarks.likeness` makes a world, measures it and prints the figures; with `--write` it
writes them into docs/synthetic.md with their pictures. What is compared stands in `targets.toml`,
each with its source; how it is measured in `measures.sql`.
"""
