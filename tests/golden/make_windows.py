"""Writes windows.json: grey morphology, ranks, samples and blocks by SciPy, of small seeded volumes.

Run in tests/golden, with SciPy 1.10 or later:  python3 make_windows.py
Axes are z, y, x in here; sizes in the file are x, y, z.
"""

import json

import numpy as np
from scipy import ndimage, stats

CONSTANT = 7
BORDERS = ("reflect", "nearest", "constant")


def listed(values):
    return values.ravel().tolist()


def ball(radius, spacing):
    reach = [int(np.floor(radius / s + 1e-9)) for s in spacing]
    z, y, x = np.ogrid[tuple(slice(-r, r + 1) for r in reach)]
    return (z * spacing[0]) ** 2 + (y * spacing[1]) ** 2 + (x * spacing[2]) ** 2 <= radius**2 + 1e-9


def windows(data):
    for name in ("erosion", "dilation", "opening", "closing"):
        run = getattr(ndimage, f"grey_{name}")
        for size in ((3, 3, 3), (1, 5, 3)):
            for border in BORDERS:
                out = run(data, size=size, mode=border, cval=CONSTANT)
                yield {"op": name, "size": size[::-1], "border": border, "out": listed(out)}
    for name in ("erosion", "dilation"):
        for radius, spacing in ((2, (1, 1, 1)), (2.5, (1.5, 1, 0.8))):
            out = getattr(ndimage, f"grey_{name}")(data, footprint=ball(radius, spacing))
            yield {"op": name, "radius": radius, "spacing": spacing[::-1], "border": "reflect", "out": listed(out)}
    if data.dtype.kind == "u":
        yield {"op": "topHat", "size": (3, 3, 3), "border": "reflect", "out": listed(ndimage.white_tophat(data, size=3))}
        yield {"op": "bottomHat", "size": (3, 3, 3), "border": "reflect", "out": listed(ndimage.black_tophat(data, size=3))}


def ranks(data):
    for percentile in (0, 10, 25, 50, 80, 100):
        for border in BORDERS:
            out = ndimage.percentile_filter(data, percentile, size=(3, 1, 5), mode=border, cval=CONSTANT)
            yield {"percentile": percentile, "size": (5, 1, 3), "border": border, "out": listed(out)}
    for radius, percentile in ((1, 0), (2, 50), (2, 90), (3.2, 50)):
        out = ndimage.percentile_filter(data, percentile, footprint=ball(radius, (1, 1, 1)), mode="reflect")
        yield {"percentile": percentile, "radius": radius, "border": "reflect", "out": listed(out)}
    for size in (9, 11):
        out = ndimage.median_filter(data, size=size, mode="reflect")
        yield {"percentile": 50, "size": (size, size, size), "border": "reflect", "out": listed(out)}


def samples(data):
    for zoom in ((2, 1.5, 3), (0.5, 1, 0.75)):
        for order, method in ((0, "nearest"), (1, "linear")):
            out = ndimage.zoom(data if order == 0 else data.astype(float), zoom, order=order, mode="grid-mirror", grid_mode=True)
            yield {"size": out.shape[::-1], "method": method, "out": [round(v, 6) for v in listed(out)]}


def blocks(data):
    z, y, x = (n // 2 for n in data.shape)
    whole = data[: 2 * z, : 2 * y, : 2 * x].reshape(z, 2, y, 2, x, 2).transpose(0, 2, 4, 1, 3, 5)
    each = whole.reshape(z, y, x, 8)
    yield {"by": "mean", "out": listed(np.rint(each.astype(float).mean(axis=3)).astype(int))}
    mode = stats.mode(each, axis=3, keepdims=False).mode
    yield {"by": "mode", "out": listed(mode)}


def case(shape, dtype, low, high, seed):
    data = np.random.default_rng(seed).integers(low, high, shape).astype(dtype)
    return {
        "size": shape[::-1],
        "dtype": {"uint8": "u8", "int16": "i16"}[np.dtype(dtype).name],
        "data": listed(data),
        "windows": list(windows(data)),
        "ranks": list(ranks(data)),
        "samples": list(samples(data)),
        "blocks": list(blocks(data)),
    }


def main():
    cases = [
        case((4, 5, 7), np.uint8, 0, 256, 1),
        case((3, 4, 6), np.int16, -6, 6, 2),
    ]
    with open("windows.json", "w", encoding="utf-8") as file:
        json.dump({"value": CONSTANT, "cases": cases}, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
