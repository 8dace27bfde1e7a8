"""Blosc buffers of c-blosc, by its binding for Python, for tests/io/blosc.test.ts.

/usr/bin/python3 tests/golden/make_blosc.py (Debian: python3-blosc). The values that were packed follow
from their number: those of `values` in the test.
"""

import base64
import json
import pathlib

import blosc


def values(length):
    """A ramp of little numbers, with noise here and there."""
    state = length
    out = bytearray()
    for i in range(length):
        state = (state * 1664525 + 1013904223) % 2**32
        out.append(i // 160 % 8 if state >> 20 else state >> 16 & 255)
    return bytes(out)


SHUFFLES = [blosc.NOSHUFFLE, blosc.SHUFFLE, blosc.BITSHUFFLE]
cases = []
for name in ["blosclz", "lz4", "snappy", "zlib", "zstd"]:
    # Several blocks, each split by its items; a block of another size; items too large to be split.
    for item, length, level in [(2, 140_016, 1), (4, 10_019, 9), (8, 8_256, 9), (17, 9_000, 9)]:
        for shuffle in SHUFFLES:
            packed = blosc.compress(values(length), item, level, shuffle, name)
            cases.append([name, item, length, shuffle, base64.b64encode(packed).decode()])
pathlib.Path(__file__).with_name("blosc.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")
