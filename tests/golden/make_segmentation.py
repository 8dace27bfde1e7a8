"""Writes segmentation.json: reconstruction, extrema, local thresholds and editing of labels by SciPy and scikit-image.

Run in tests/golden, with SciPy 1.10 and scikit-image 0.19 or later:  python3 make_segmentation.py
Axes are z, y, x in here; sizes in the file are x, y, z.
"""

import json

import numpy as np
from scipy import ndimage
from skimage import filters, morphology, segmentation


def listed(values):
    return [round(float(v), 5) if values.dtype.kind == "f" else int(v) for v in values.ravel()]


def bits(mask):
    return "".join("01"[int(v)] for v in mask.ravel())


def footprint(connectivity):
    return ndimage.generate_binary_structure(3, {6: 1, 18: 2, 26: 3}[connectivity])


def relief(shape, seed, levels, dtype):
    random = np.random.default_rng(seed)
    smooth = ndimage.gaussian_filter(random.normal(size=shape), 1.2)
    scaled = (smooth - smooth.min()) / np.ptp(smooth) * levels
    return np.round(scaled, 3).astype(dtype) if np.issubdtype(dtype, np.floating) else np.rint(scaled).astype(dtype)


def landscape(shape, seed, levels, dtype, h, connectivity):
    values = relief(shape, seed, levels, dtype)
    around = footprint(connectivity)
    lower = np.where(values > h, values - values.dtype.type(h), 0).astype(dtype)
    upper = (values + values.dtype.type(h)).astype(dtype)
    return {
        "size": shape[::-1],
        "dtype": {"uint8": "u8", "uint16": "u16", "float32": "f32"}[np.dtype(dtype).name],
        "connectivity": connectivity,
        "h": h,
        "values": listed(values),
        "dilation": listed(morphology.reconstruction(lower, values, "dilation", footprint=around).astype(dtype)),
        "erosion": listed(morphology.reconstruction(upper, values, "erosion", footprint=around).astype(dtype)),
        "maxima": bits(morphology.local_maxima(values, footprint=around)),
        "minima": bits(morphology.local_minima(values, footprint=around)),
        "hMaxima": bits(morphology.h_maxima(values, h, footprint=around)),
        "hMinima": bits(morphology.h_minima(values, h, footprint=around)),
    }


def local(shape, seed, dtype, window):
    values = relief(shape, seed, 200 if dtype == np.uint8 else 3000, dtype)
    box = tuple(window[::-1])
    niblack = filters.threshold_niblack(values, window_size=box, k=0.3)
    sauvola = filters.threshold_sauvola(values, window_size=box, k=0.2)
    inside = np.zeros(shape, bool)
    inside[tuple(slice(n // 2, m - n // 2) for n, m in zip(box, shape))] = True
    # In f64 and unrounded, which threshold_local does not do for integers.
    mean = ndimage.uniform_filter(values.astype(float), box, mode="reflect")
    return {
        "size": shape[::-1],
        "dtype": {"uint8": "u8", "uint16": "u16"}[np.dtype(dtype).name],
        "window": window,
        "values": listed(values),
        "mean": bits(values > mean - 3.5),
        "niblack": bits(values > niblack),
        "sauvola": bits(values > sauvola),
        # Where rounding does not decide.
        "sure": bits(abs(values - mean + 3.5) > 1e-6),
        # And where windows are inside: beyond, those two reflect without repeating the last voxel.
        "sureInside": bits(inside & (abs(values - niblack) > 1e-3) & (abs(values - sauvola) > 1e-3)),
    }


def edited(shape, seed, distance):
    random = np.random.default_rng(seed)
    labels = np.zeros(shape, int)
    for number in (3, 4, 9, 17, 30, 31):
        z, y, x = (random.integers(0, n) for n in shape)
        labels[z : z + 2, y : y + 3, x : x + 3] = number
    near = ndimage.distance_transform_edt(labels == 0)
    return {
        "size": shape[::-1],
        "labels": listed(labels),
        "distance": distance,
        "grown": bits(segmentation.expand_labels(labels, distance) > 0),
        "near": [int(v) for v in np.rint(near**2).ravel()],
        "relabelled": listed(segmentation.relabel_sequential(labels)[0]),
        "inner": bits(segmentation.find_boundaries(labels, connectivity=1, mode="inner")),
        "thick": bits(segmentation.find_boundaries(labels, connectivity=3, mode="thick")),
    }


def boxes(shape, seed, window):
    mask = ndimage.gaussian_filter(np.random.default_rng(seed).normal(size=shape), 0.8) > 0.1
    box = np.ones(window[::-1], bool)
    return {
        "size": shape[::-1],
        "window": window,
        "mask": bits(mask),
        "dilated": bits(ndimage.binary_dilation(mask, box)),
        "eroded": bits(ndimage.binary_erosion(mask, box, border_value=1)),
        "erodedInside": bits(ndimage.binary_erosion(mask, box)),
        "opened": bits(ndimage.binary_dilation(ndimage.binary_erosion(mask, box, border_value=1), box)),
    }


def main():
    data = {
        "landscapes": [
            landscape((6, 9, 13), 1, 40, np.uint8, 4, 6),
            landscape((6, 9, 13), 2, 12, np.uint8, 3, 26),
            landscape((5, 17, 35), 3, 900, np.uint16, 120, 18),
            landscape((1, 20, 33), 4, 60, np.uint8, 7, 6),
            landscape((7, 8, 9), 5, 50, np.float32, 6.0, 6),
        ],
        "local": [
            local((6, 9, 37), 6, np.uint8, [7, 5, 3]),
            local((1, 20, 66), 7, np.uint16, [15, 15, 1]),
            local((9, 8, 7), 8, np.uint8, [3, 3, 9]),
        ],
        "edited": [edited((7, 11, 37), 9, 3), edited((1, 14, 20), 10, 2.5)],
        "boxes": [
            boxes((6, 9, 70), 11, [5, 3, 1]),
            boxes((9, 10, 37), 12, [3, 5, 7]),
            boxes((3, 4, 200), 13, [67, 1, 1]),
            boxes((3, 4, 200), 14, [129, 1, 1]),
        ],
    }
    with open("segmentation.json", "w", encoding="utf-8") as file:
        json.dump(data, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
