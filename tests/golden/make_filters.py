"""Writes filters.json: medians and Gaussians by SciPy, of small seeded volumes and of the sandpack scan.

Run in tests/golden, with SciPy 1.10 or later:  python3 make_filters.py [path to sandpack's raw file]
Axes are z, y, x in here; `size` in the file is x, y, z.
"""
import json
import sys

import numpy as np
import scipy
from scipy import ndimage

SIZES = [(7, 5, 3), (33, 1, 1), (1, 1, 9), (1, 6, 2), (26, 4, 3), (2, 1, 1)]
BORDERS = ["reflect", "nearest", "constant"]
VALUE = 40


def total(array):
    return float(np.sum(array, dtype=np.float64))


def main():
    rng = np.random.default_rng(20240607)
    cases = []
    for size in SIZES:
        dtype = "u1" if len(cases) % 2 else "u2"
        top = 256 if dtype == "u1" else 65536
        data = rng.integers(0, top, size[::-1]).astype(dtype)
        case = {"size": size, "dtype": "u8" if dtype == "u1" else "u16", "data": data.ravel().tolist(),
                "median": [], "gaussian": []}
        for index, border in enumerate(BORDERS):
            for window in (3, 5, 7):
                out = ndimage.median_filter(data, window, mode=border, cval=VALUE)
                case["median"].append({"size": window, "border": border, "out": out.ravel().tolist()})
            # In voxels along x, y, z: isotropic, anisotropic, and far wider than the volume.
            for sigma in ([2, 2, 2], [0.8, 1.6, 3.2], [20, 20, 20])[: 3 if index == 0 else 2]:
                out = ndimage.gaussian_filter(data, sigma[::-1], output=np.float64, mode=border, cval=VALUE)
                rounded = [float(f"{v:.9g}") for v in out.ravel()]
                case["gaussian"].append({"sigma": sigma, "border": border, "out": rounded})
        cases.append(case)
    golden = {"made by": f"SciPy {scipy.__version__}, make_filters.py", "value": VALUE, "cases": cases}
    if len(sys.argv) > 1:
        scan = np.fromfile(sys.argv[1], "u1").reshape(100, 200, 200)
        golden["sandpack"] = {
            "median5": total(ndimage.median_filter(scan, 5)),
            "median7": total(ndimage.median_filter(scan, 7)),
            "gaussian2": total(ndimage.gaussian_filter(scan, 2, output=np.float64)),
            "gaussian2 at x100 y100 z50": float(
                ndimage.gaussian_filter(scan, 2, output=np.float64)[50, 100, 100]),
        }
    with open("filters.json", "w", encoding="utf-8") as file:
        json.dump(golden, file, separators=(",", ":"))
        file.write("\n")


main()
