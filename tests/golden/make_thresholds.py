"""Writes thresholds.json: thresholds by scikit-image, of seeded histograms.

Run in this folder with a Python that has NumPy and scikit-image.
"""
import json

import numpy as np
from skimage import filters


def samples(seed, modes, dtype):
    rng = np.random.default_rng(seed)
    parts = [rng.normal(mean, spread, count) for mean, spread, count in modes]
    info = np.iinfo(dtype)
    return np.clip(np.rint(np.concatenate(parts)), info.min, info.max).astype(dtype)


def case(values):
    low, high = int(values.min()), int(values.max())
    return {
        "dtype": {"uint8": "u8", "uint16": "u16", "int16": "i16"}[values.dtype.name],
        "start": low,
        "counts": np.bincount(values.astype(np.int64) - low, minlength=high - low + 1).tolist(),
        "otsu": float(filters.threshold_otsu(values)),
        "li": float(filters.threshold_li(values)),
        "yen": float(filters.threshold_yen(values)),
        "triangle": float(filters.threshold_triangle(values)),
        "isodata": float(filters.threshold_isodata(values)),
        "multi": {str(n): filters.threshold_multiotsu(values, n).astype(float).tolist() for n in (2, 3, 4)},
    }


def main():
    cases = [
        case(samples(1, [(60, 12, 3000), (150, 20, 2000)], np.uint8)),
        case(samples(2, [(40, 6, 4000), (90, 8, 900), (200, 15, 500)], np.uint8)),
        case(samples(3, [(20, 4, 5000), (60, 30, 400)], np.uint8)),
        case(samples(4, [(1000, 60, 1500), (1300, 40, 2500), (1500, 30, 500)], np.uint16)),
        case(samples(5, [(-40, 9, 2000), (25, 14, 2500)], np.int16)),
    ]
    with open("thresholds.json", "w", encoding="utf-8") as file:
        json.dump(cases, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
