"""What happens to the bytes of a file: on a disc, on a line, in a program that saved it again.

Each function takes the bytes and a seeded source of chance, and gives other bytes.
"""

import gzip
import io
import zipfile
from collections.abc import Callable, Mapping
from random import Random

Damage = Callable[[bytes, Random], bytes]

_ENCODINGS = (
    "cp1252 latin-1 cp850 mac-roman utf-16 utf-16-le utf-16-be utf-32 utf-8-sig utf-7 shift_jis "
    "gb18030 cp037"
).split()
_MARKS = (
    b"\xef\xbb\xbf",
    b"\xef\xbb\xbf\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xff\xfe\x00\x00",
)
_ENDS = (b"\r", b"\r\n", b"\r\r\n", b"\n\r", b"\n\n", b" \n", b"\x0b", b"\x85", b"\xe2\x80\xa8")
_DELIMITERS = (b";", b"\t", b"|", b"\x1f", b":", b" ", "，".encode())
_TAILS = (
    b"\n(8 rows affected)\n",
    b"\x1a",
    b"--EOF--",
    b"\n\n\n",
    b"T,8\n",
    b"\x00" * 512,
    b"ORA-01555: snapshot too old\n",
    b"<html><body>504 Gateway Time-out</body></html>",
    b'"',
    b",",
)
_JUNK = b'\x00\xff\xfe\x80\xc3\xa0\xed\xa0\x80\x1a\x1b\x7f"\r\n,;\t=\\'


def place(held: bytes, random: Random) -> int:
    """A place in the bytes; one after the last is one too."""
    return random.randint(0, len(held))


def lines(held: bytes) -> list[bytes]:
    """The lines with their ends."""
    return held.splitlines(keepends=True)


def flip_bits(held: bytes, random: Random) -> bytes:
    changed = bytearray(held)
    for _ in range(random.choice((1, 1, 1, 2, 8, 64))):
        if changed:
            changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def cut(held: bytes, random: Random) -> bytes:
    return held[: place(held, random)]


def cut_after_a_line(held: bytes, random: Random) -> bytes:
    whole = lines(held)
    return b"".join(whole[: random.randint(0, len(whole))])


def cut_off_the_start(held: bytes, random: Random) -> bytes:
    return held[place(held, random) :]


def lose_a_range(held: bytes, random: Random) -> bytes:
    start = place(held, random)
    return held[:start] + held[start + random.choice((1, 2, 16, 512)) :]


def zero_a_range(held: bytes, random: Random) -> bytes:
    start, size = place(held, random), random.choice((1, 2, 16, 512))
    return held[:start] + b"\0" * min(size, len(held) - start) + held[start + size :]


def put_in_junk(held: bytes, random: Random) -> bytes:
    start = place(held, random)
    junk = bytes(random.choice(_JUNK) for _ in range(random.choice((1, 1, 2, 9))))
    return held[:start] + junk + held[start:]


def put_in_nul(held: bytes, random: Random) -> bytes:
    start = place(held, random)
    return held[:start] + b"\0" + held[start:]


def stray_quotes(held: bytes, random: Random) -> bytes:
    for _ in range(random.randint(1, 3)):
        # At the start of a field a quote opens it, and may swallow what follows.
        starts = [at + 1 for at, sign in enumerate(held) if sign in b",\n"]
        start = random.choice(starts) if starts and random.random() < 0.6 else place(held, random)
        held = held[:start] + b'"' + held[start:]
    return held


def other_encoding(held: bytes, random: Random) -> bytes:
    text = held.decode("utf-8", "replace")
    return text.encode(random.choice(_ENCODINGS), "replace")


def byte_order_mark(held: bytes, random: Random) -> bytes:
    return random.choice(_MARKS) + held


def other_ends(held: bytes, random: Random) -> bytes:
    end = random.choice(_ENDS)
    if random.random() < 0.5:
        return held.replace(b"\n", end)
    whole = [
        one[:-1] + end if one.endswith(b"\n") and random.random() < 0.3 else one
        for one in lines(held)
    ]
    return b"".join(whole)


def other_delimiter(held: bytes, random: Random) -> bytes:
    return held.replace(b",", random.choice(_DELIMITERS))


def stray_delimiter(held: bytes, random: Random) -> bytes:
    start = place(held, random)
    return held[:start] + b"," * random.choice((1, 1, 2, 3_000)) + held[start:]


def double_a_block(held: bytes, random: Random) -> bytes:
    whole = lines(held)
    start = random.randint(0, len(whole))
    block = whole[start : start + random.choice((1, 2, 5, 1_000))]
    at = random.randint(0, len(whole))
    return b"".join(whole[:at] + block + whole[at:])


def shuffle_lines(held: bytes, random: Random) -> bytes:
    whole = lines(held)
    kept = random.choice((0, 1, 1, 1))
    rest = whole[kept:]
    random.shuffle(rest)
    return b"".join(whole[:kept] + rest)


def lose_lines(held: bytes, random: Random) -> bytes:
    return b"".join(one for one in lines(held) if random.random() > 0.2)


def without_header(held: bytes, random: Random) -> bytes:
    del random
    return b"".join(lines(held)[1:])


def header_again(held: bytes, random: Random) -> bytes:
    whole = lines(held)
    at = random.randint(0, len(whole))
    return b"".join(whole[:at] + whole[:1] + whole[at:])


def tail(held: bytes, random: Random) -> bytes:
    return held + random.choice(_TAILS)


def huge_field(held: bytes, random: Random) -> bytes:
    start = place(held, random)
    size = random.choice((262_143, 262_144, 262_145, 300_000))
    quote = b'"' if random.random() < 0.3 else b""
    return held[:start] + quote + b"zqx" * (size // 3) + quote + held[start:]


def joined_lines(held: bytes, random: Random) -> bytes:
    whole = held.split(b"\n")
    at = random.randrange(len(whole))
    return b"\n".join([*whole[:at], b"".join(whole[at : at + 2]), *whole[at + 2 :]])


def empty(held: bytes, random: Random) -> bytes:
    del held
    return random.choice((b"", b"\n", b" ", b"\r\n\r\n", b"\xef\xbb\xbf", b"\0" * 4_096))


def compressed(held: bytes, random: Random) -> bytes:
    if random.random() < 0.5:
        return gzip.compress(held, mtime=0)
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("file.csv"), held)
    return sink.getvalue()


DAMAGES: Mapping[str, Damage] = {
    one.__name__: one
    for one in (
        flip_bits,
        cut,
        cut_after_a_line,
        cut_off_the_start,
        lose_a_range,
        zero_a_range,
        put_in_junk,
        put_in_nul,
        stray_quotes,
        other_encoding,
        byte_order_mark,
        other_ends,
        other_delimiter,
        stray_delimiter,
        double_a_block,
        shuffle_lines,
        lose_lines,
        without_header,
        header_again,
        tail,
        huge_field,
        joined_lines,
        empty,
        compressed,
    )
}
"""Damages by name, in a fixed order: a case is told by numbers."""

ON_ANY_BYTES = (
    "flip_bits",
    "cut",
    "lose_a_range",
    "zero_a_range",
    "put_in_junk",
    "put_in_nul",
    "tail",
)
"""Those that make sense where there are no lines."""
