"""The hub: contract, ontology, archive, stores, access, audit, queries, API and pages.

``contract`` says what comes in, ``ontology`` what stands in the graph, ``archive`` keeps every
version of every row, ``projection`` says what the graph must hold for an archive, ``store`` is the
only file that talks to a database, ``queries`` answer people under ``access`` and ``audit``.
"""
