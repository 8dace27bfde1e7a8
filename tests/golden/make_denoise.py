"""Writes denoise.json: derivatives and denoisers by SciPy and scikit-image, of small seeded volumes.

Run in tests/golden, with SciPy 1.10 and scikit-image 0.19 or later:  python3 make_denoise.py
Axes are z, y, x in here; `size`, `spacing` and orders in the file are x, y, z.
"""
import json

import numpy as np
import scipy
import skimage
from scipy import ndimage
from skimage import filters, restoration

SIZE = (7, 5, 4)
SPACING = (0.5, 1.0, 2.0)
SIGMA, RHO = 1.2, 1.6
ORDERS = [(1, 0, 0), (0, 2, 0), (1, 0, 1), (0, 0, 3), (0, 1, 4)]
BORDERS = ["reflect", "nearest", "constant"]
VALUE = 40


def scene(size, noise, seed):
    """Bright balls and a slope with Gaussian noise, whole numbers within 0 … 255."""
    rng = np.random.default_rng(seed)
    z, y, x = np.indices(size[::-1])
    out = 60 + 3.0 * x
    for _ in range(4):
        centre = [rng.uniform(0, n) for n in size[::-1]]
        inside = (z - centre[0]) ** 2 + (y - centre[1]) ** 2 + (x - centre[2]) ** 2 < (min(max(size) / 4, 4)) ** 2
        out = np.where(inside, 170.0, out)
    return np.clip(np.rint(out + noise * rng.standard_normal(out.shape)), 0, 255).astype("u1")


def rounded(array):
    return [float(f"{v:.7g}") for v in np.asarray(array, dtype=np.float64).ravel()]


def derivative(data, order, sigma, mode, value):
    """Per unit of length, by gaussian_filter."""
    inner = [sigma / s for s in SPACING]
    # SciPy would read the constant anew for every axis, even beside derivatives, which are 0 out there:
    # here the volume is surrounded by the constant once.
    far = 20 if mode == "constant" else 0
    around = np.pad(data, far, constant_values=value)
    out = ndimage.gaussian_filter(around, inner[::-1], order=order[::-1], output=np.float64, mode="nearest" if far else mode)
    out = out[tuple(slice(far, far + n) for n in data.shape)]
    return out / np.prod([s**o for s, o in zip(SPACING, order)])


def unit(*axes):
    return tuple(axes.count(i) for i in range(3))


def eigenvalues(entry):
    matrix = np.stack([np.stack([entry(i, j) for j in range(3)], -1) for i in range(3)], -2)
    return np.linalg.eigvalsh(matrix)[..., ::-1]


def derivatives(data):
    out = {"spacing": SPACING, "sigma": SIGMA, "rho": RHO, "value": VALUE, "borders": []}
    for mode in BORDERS:
        def d(*axes):
            return derivative(data, unit(*axes), SIGMA, mode, VALUE)

        first = [d(i) for i in range(3)]
        smooth = {}
        for i in range(3):
            for j in range(i, 3):
                smooth[i, j] = ndimage.gaussian_filter(
                    first[i] * first[j], [RHO / s for s in SPACING][::-1], mode=mode, cval=0)
        hessian = eigenvalues(lambda i, j: d(i, j))
        tensor = eigenvalues(lambda i, j: smooth[min(i, j), max(i, j)])
        out["borders"].append({
            "border": mode,
            "derivatives": [{"order": o, "out": rounded(derivative(data, o, SIGMA, mode, VALUE))} for o in ORDERS],
            "gradientMagnitude": rounded(np.sqrt(sum(g * g for g in first))),
            "laplacian": rounded(sum(d(i, i) for i in range(3))),
            "laplace": rounded(sum(
                ndimage.correlate1d(data.astype(np.float64), [1, -2, 1], 2 - i, mode=mode, cval=VALUE) / SPACING[i] ** 2
                for i in range(3))),
            "hessian": [rounded(hessian[..., k]) for k in range(3)],
            "structure": [rounded(tensor[..., k]) for k in range(3)],
        })
    # On cubic voxels, SciPy's own functions.
    out["cubic"] = {
        "gradientMagnitude": rounded(ndimage.gaussian_gradient_magnitude(data, SIGMA, output=np.float64)),
        "laplacian": rounded(ndimage.gaussian_laplace(data, SIGMA, output=np.float64)),
        "laplace": rounded(ndimage.laplace(data, output=np.float64)),
    }
    return out


def main():
    data = scene(SIZE, 12, 1)
    cube = scene((12, 12, 12), 12, 2)
    # Not here: denoise_bilateral, whose table of spatial weights is of one row and column too many for odd
    # windows, and denoise_nl_means(fast_mode=True), which sums (patch − 1)³ voxels and divides by patch³.
    plane = scene((17, 12, 1), 12, 3)
    floats = cube.astype(np.float64)
    golden = {
        "made by": f"SciPy {scipy.__version__}, scikit-image {skimage.__version__}, make_denoise.py",
        "volume": {"size": SIZE, "data": data.ravel().tolist()},
        "cube": {"size": cube.shape[::-1], "data": cube.ravel().tolist()},
        "plane": {"size": plane.shape[::-1], "data": plane.ravel().tolist()},
        **derivatives(data),
        "differenceOfGaussians": rounded(filters.difference_of_gaussians(data.astype(np.float64), 1, 1.6)),
        "unsharp": rounded(filters.unsharp_mask(data.astype(np.float64), 1.5, 0.8, preserve_range=True)),
        "totalVariation": [
            {"of": "cube", "weight": 15, "iterations": 20,
             "out": rounded(restoration.denoise_tv_chambolle(floats, 15, 0, 21)[3:6])},
            {"of": "plane", "weight": 8, "iterations": 12,
             "out": rounded(restoration.denoise_tv_chambolle(plane[0].astype(np.float64), 8, 0, 13))},
        ],
    }
    noisy = scene((16, 14, 10), 9, 5)
    detail = noisy.astype(np.float64)
    for axis in range(3):
        detail = (detail.take(range(0, detail.shape[axis], 2), axis) - detail.take(range(1, detail.shape[axis], 2), axis)) / np.sqrt(2)
    golden["noise"] = {
        "size": noisy.shape[::-1], "data": noisy.ravel().tolist(),
        "median": float(np.median(np.abs(detail)) / 0.674489750196082),
    }
    with open("denoise.json", "w", encoding="utf-8") as file:
        json.dump(golden, file, separators=(",", ":"))
        file.write("\n")


main()
