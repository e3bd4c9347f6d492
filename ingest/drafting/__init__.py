"""The draft of a profile, made from a folder of files: look, match by names, write.

``dialect`` guesses encoding and delimiter, ``shapes`` what a column's values look like;
``looking`` applies them to a folder, ``plan`` decides by ``ingest.names`` which table each file can
fill, ``writing`` makes SQL and settings of it. Nothing that is written or said holds a value of the
files, but for short lists of codes.
"""
