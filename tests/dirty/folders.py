"""What happens to the folder of an extract between the sender and us.

Each function takes the extract and a seeded source of chance, and gives another extract. Whether
the manifest is written anew afterwards is not theirs to say.
"""

import io
from collections.abc import Callable, Mapping
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq

from tests.dirty.specimens import MANIFEST, Folder, Link, Pipe, data_files

Move = Callable[[Folder, Random], Folder]


def _one(folder: Folder, random: Random) -> str:
    return random.choice(data_files(folder))


def lose_a_file(folder: Folder, random: Random) -> Folder:
    gone = _one(folder, random)
    return {name: held for name, held in folder.items() if name != gone}


def rename_a_file(folder: Folder, random: Random) -> Folder:
    name = _one(folder, random)
    stem, _, end = name.rpartition(".")
    other = random.choice(
        (
            name.upper(),
            f"{stem} (1).{end}",
            f"{stem}.{end}.zip",
            f"{stem}.txt",
            f"._{name}",
            f"~${name}",
            f"{stem}_2.{end}",
            f"{stem}\u202e.{end}",
            f"{stem}*.{end}",
            f"{stem}'.{end}",
        )
    )
    return {(other if one == name else one): held for one, held in folder.items()}


def nest_a_file(folder: Folder, random: Random) -> Folder:
    name = _one(folder, random)
    return {(f"deeper/{one}" if one == name else one): held for one, held in folder.items()}


def nest_everything(folder: Folder, random: Random) -> Folder:
    del random
    return {f"deeper/{name}": held for name, held in folder.items()}


def link_a_file(folder: Folder, random: Random) -> Folder:
    name = _one(folder, random)
    return {**folder, name: Link("elsewhere.dat"), "elsewhere.dat": folder[name]}


def link_astray(folder: Folder, random: Random) -> Folder:
    name = random.choice((_one(folder, random), MANIFEST))
    return {**folder, name: Link(random.choice((name, "nowhere", ".", "/dev/zero", "/dev/null")))}


def link_beside(folder: Folder, random: Random) -> Folder:
    return {**folder, "beside.csv": Link(_one(folder, random))}


def folder_in_place(folder: Folder, random: Random) -> Folder:
    name = random.choice((_one(folder, random), MANIFEST))
    rest = {one: held for one, held in folder.items() if one != name}
    return {**rest, f"{name}/inside.csv": b"a\n1\n"}


def pipe_in_place(folder: Folder, random: Random) -> Folder:
    return {**folder, random.choice((_one(folder, random), MANIFEST)): Pipe()}


def swap_files(folder: Folder, random: Random) -> Folder:
    one, other = _one(folder, random), _one(folder, random)
    return {**folder, one: folder[other], other: folder[one]}


def more_files(folder: Folder, random: Random) -> Folder:
    held = folder[_one(folder, random)]
    names = ("readme.csv", ".hidden.csv", "Thumbs.db", "a\nb.csv", "sub/more.csv")
    return {**folder, random.choice(names): held}


def no_manifest(folder: Folder, random: Random) -> Folder:
    del random
    return {name: held for name, held in folder.items() if name != MANIFEST}


def other_parquet(folder: Folder, random: Random) -> Folder:
    """A Parquet file written by another program: other types, other compression, nested columns."""
    names = [name for name in data_files(folder) if name.endswith(".parquet")]
    if not names:
        return folder
    name = random.choice(names)
    held = folder[name]
    try:
        table = pq.read_table(io.BytesIO(held if isinstance(held, bytes) else b""))
        column = random.randrange(table.num_columns)
        values = table.column(column).to_pylist()
    except (pa.ArrowException, OSError, ValueError):
        return folder
    other = random.choice(
        (
            pa.array(values, pa.string()).dictionary_encode(),
            pa.array([None] * len(values), pa.null()),
            pa.array([[one, one] for one in values], pa.list_(pa.string())),
            pa.array([{"a": one} for one in values], pa.struct([("a", pa.string())])),
            pa.array([(one or "").encode() for one in values], pa.binary()),
            pa.array([b"\xff\xfe"] * len(values), pa.binary()),
            pa.array(range(len(values)), pa.int64()),
            pa.array([1e308] * len(values), pa.float64()),
            pa.array([0] * len(values), pa.date32()),
            pa.array([2**60] * len(values), pa.timestamp("us", tz="UTC")),
            pa.array([-(2**62)] * len(values), pa.timestamp("ns")),
            pa.array([True] * len(values), pa.bool_()),
        )
    )
    sink = io.BytesIO()
    changed = table.set_column(column, table.column_names[column], other)
    pq.write_table(changed, sink, compression=random.choice(("none", "zstd", "gzip", "brotli")))
    return {**folder, name: sink.getvalue()}


MOVES: Mapping[str, Move] = {
    one.__name__: one
    for one in (
        lose_a_file,
        rename_a_file,
        nest_a_file,
        nest_everything,
        link_a_file,
        link_astray,
        link_beside,
        folder_in_place,
        pipe_in_place,
        swap_files,
        more_files,
        no_manifest,
        other_parquet,
    )
}
"""Moves by name, in a fixed order."""
