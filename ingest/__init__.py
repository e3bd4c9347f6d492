"""Ingest jobs: an extract goes in, the archive keeps it, the graph shows it.

One file a step, in the order of the flow: ``manifest`` (what the extract says of itself),
``profiles`` (how a source is mapped), ``csv_file`` and ``read`` (raw files to text tables),
``mapping`` (SQL to contract tables), ``validate`` (rows accepted or not), ``extract`` (all of these
on one folder), ``quarantine`` (what was not accepted), then the archive; ``standardise`` and
``resolve`` (which records are one person), ``load`` (the archive's state into the graph),
``report`` (what people read of it). ``pipeline`` runs them.
"""
