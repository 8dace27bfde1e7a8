"""Features of a small volume and of one slice of it, by SciPy: writes features.json beside it.

python3 tests/golden/make_features.py
"""
import json
import os
import numpy as np
import scipy
from scipy import ndimage as nd


def volume(nx, ny, nz):
    x, y, z = np.meshgrid(np.arange(nx), np.arange(ny), np.arange(nz), indexing="ij")
    n = (x * 7 + y * 13 + z * 29 + (x * y * 3 + z * x * 5) % 17) % 64
    blob = 150 * np.exp(-((x - 6) ** 2 + (y - 5) ** 2 + (z - 2) ** 2) / 12)
    return np.floor(n + blob).astype(np.uint8).astype(float)


def derivative(v, sigma, order):
    """As SciPy; along an axis of one voxel there is nothing to smooth or to differentiate."""
    for axis, (s, n) in enumerate(zip(sigma, order)):
        if v.shape[axis] > 1:
            v = nd.gaussian_filter1d(v, s, axis=axis, order=n)
    return v


def matrix(axes, entry):
    m = np.array([[entry(i, j) for j in axes] for i in axes])
    values = np.linalg.eigvalsh(np.moveaxis(m, (0, 1), (-2, -1)))
    return [values[..., k] for k in reversed(range(len(axes)))]


def features(v, spacing, sigma, rho, reach):
    s = [sigma / h for h in spacing]
    r = [rho / h for h in spacing]
    axes = [i for i in range(3) if v.shape[i] > 1]
    unit = lambda *a: [a.count(axis) for axis in range(3)]
    per = lambda *a: np.prod([spacing[k] for k in a])
    d = lambda *a: derivative(v, s, unit(*a)) / per(*a)
    none = [0, 0, 0]
    out = {"intensity": [v], "gaussian": [derivative(v, s, none)]}
    out["gradient"] = [np.sqrt(sum(d(i) ** 2 for i in axes))]
    out["derivative"] = [d(i) for i in axes]
    out["laplacian"] = [sum(d(i, i) for i in axes)]
    wide = [1.6 * x for x in s]
    out["differenceOfGaussians"] = [derivative(v, s, none) - derivative(v, wide, none)]
    out["hessian"] = matrix(axes, lambda i, j: d(i, j))
    out["structure"] = matrix(axes, lambda i, j: derivative(d(i) * d(j), r, none))
    size = [1 if n == 1 else 2 * max(1, int(np.floor(reach / h + 0.5))) + 1 for n, h in zip(v.shape, spacing)]
    out["median"] = [nd.median_filter(v, size)]
    out["minimum"] = [nd.minimum_filter(v, size)]
    out["maximum"] = [nd.maximum_filter(v, size)]
    mean = nd.uniform_filter(v, size)
    std = np.sqrt(np.maximum(0, nd.uniform_filter(v * v, size) - mean**2))
    out["localContrast"] = [(v - mean) / (std + 1)]
    out["position"] = [np.broadcast_to(np.arange(v.shape[i]).reshape([-1 if k == i else 1 for k in range(3)]) * spacing[i], v.shape) for i in axes]
    return out


def case(size, spacing, sigma, rho, reach):
    v = volume(*size)
    every = 11
    planes = [p.ravel(order="F")[::every] for group in features(v, spacing, sigma, rho, reach).values() for p in group]
    return {
        "size": size, "spacing": spacing, "sigma": sigma, "rho": rho, "reach": reach, "every": every,
        "planes": [[float("%.7g" % x) for x in p] for p in planes],
    }


cases = [
    case([17, 12, 9], [0.5, 0.5, 0.8], 0.6, 0.9, 0.5),
    case([33, 20, 1], [1, 1, 1], 1.6, 3.5, 2),
]
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "features.json"), "w") as f:
    json.dump({"scipy": scipy.__version__, "cases": cases}, f, indent=None, separators=(",", ":"))
    f.write("\n")
