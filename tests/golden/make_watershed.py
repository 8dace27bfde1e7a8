"""Writes watershed.json, watershed_volumes.json: watersheds from markers by scikit-image, and skeletons' topology.

scikit-image floods a marker when the water is as high as the marker; for all to be flooded first, as Meyer has it,
their heights are lowered below all others.

Run in tests/golden, with SciPy 1.10 and scikit-image 0.19 or later:  python3 make_watershed.py
Axes are z, y, x in here; sizes in the file are x, y, z.
"""

import json

import numpy as np
from scipy import ndimage
from skimage.measure import euler_number, label
from skimage.morphology import skeletonize_3d
from skimage.segmentation import watershed


def listed(values):
    return values.ravel().tolist()


def bits(mask):
    return "".join("01"[int(v)] for v in mask.ravel())


def flooded(values, markers, mask, connectivity):
    lowered = np.where(markers > 0, values.min() - 1, values)
    return watershed(lowered, markers, mask=mask, connectivity={6: 1, 26: 3}[connectivity])


def case(name, values, markers, mask, connectivity, untied):
    labels = flooded(values, markers, mask, connectivity)
    return {
        "name": name,
        "size": values.shape[::-1],
        "values": [int(v) for v in values.ravel()],
        "markers": [[int(i), int(markers.flat[i])] for i in np.flatnonzero(markers)],
        "mask": bits(mask),
        "connectivity": connectivity,
        "untied": untied,
        "labels": listed(labels),
    }


def balls(shape, count, seed):
    random = np.random.default_rng(seed)
    z, y, x = np.indices(shape)
    mask = np.zeros(shape, bool)
    markers = np.zeros(shape, int)
    for number in range(1, count + 1):
        c = [random.integers(2, n - 2) for n in shape]
        r = random.uniform(2.5, 4.5)
        mask |= (z - c[0]) ** 2 + (y - c[1]) ** 2 + (x - c[2]) ** 2 <= r * r
        markers[tuple(c)] = number
    return mask, markers


def touches_two(markers, footprint):
    """Whether a voxel without a marker is next to two different ones."""
    high = ndimage.maximum_filter(markers, footprint=footprint, mode="nearest")
    low = ndimage.minimum_filter(np.where(markers > 0, markers, high.max() + 1), footprint=footprint, mode="nearest")
    return bool(np.any((markers == 0) & (low < high)))


def floods():
    # All heights differ, every minimum has a marker and no voxel touches two: no ties, every flooding is the same.
    random = np.random.default_rng(4)
    shape = (9, 13, 16)
    values = ndimage.gaussian_filter(random.normal(size=shape), 1.8)
    values = values.ravel().argsort().argsort().reshape(shape)
    for connectivity in (6, 26):
        footprint = ndimage.generate_binary_structure(3, {6: 1, 26: 3}[connectivity])
        minima = ndimage.minimum_filter(values, footprint=footprint, mode="nearest") == values
        markers = label(minima, connectivity=3)
        mask = np.ones(shape, bool)
        assert not touches_two(markers, footprint)
        yield case(f"all heights differ, {connectivity}", values, markers, mask, connectivity, True)
    mask, markers = balls((9, 15, 17), 7, 3)
    squared = np.rint(ndimage.distance_transform_edt(mask) ** 2).astype(int)
    for connectivity in (6, 26):
        yield case(f"distances in balls, {connectivity}", -squared, markers, mask, connectivity, False)
    flat = np.zeros((1, 16, 21), int)
    markers = np.zeros(flat.shape, int)
    markers[0, 3, 4], markers[0, 12, 15], markers[0, 2, 18] = 1, 2, 3
    yield case("a plateau", flat, markers, np.ones(flat.shape, bool), 6, False)


def skeletons():
    random = np.random.default_rng(2)
    noise = ndimage.gaussian_filter(random.normal(size=(14, 20, 24)), 1.5)
    mask, _ = balls((12, 20, 24), 10, 7)
    for name, data in (("a random structure", noise > 0), ("balls", mask)):
        padded = np.pad(data, 1)
        thin = skeletonize_3d(padded.astype(np.uint8)) > 0
        yield {
            "name": name,
            "size": data.shape[::-1],
            "mask": bits(data),
            "components26": int(label(padded, connectivity=3).max()),
            "euler26": int(euler_number(padded, connectivity=3)),
            "skeletonVoxels": int(thin.sum()),
        }


SAND = "../../../shared/data/volumes/sandpack/sand_200x200x100_uint8.raw"


def packing():
    """Balls that touch, as integers: centres and squared radii in half voxels."""
    random = np.random.default_rng(11)
    shape = (64, 80, 96)
    drawn = []
    for radius in sorted(random.lognormal(np.log(18), 0.25, 4000), reverse=True):
        c = [int(random.integers(0, 2 * n)) for n in shape]
        r = int(round(radius))
        apart = [sum((a - b) ** 2 for a, b in zip(c, d)) - (0.95 * (r + q)) ** 2 for d, q in drawn]
        if all(a >= 0 for a in apart):
            drawn.append((c, r))
    z, y, x = np.indices(shape) * 2
    mask = np.zeros(shape, bool)
    for (cz, cy, cx), r in drawn:
        mask |= (z - cz) ** 2 + (y - cy) ** 2 + (x - cx) ** 2 <= r * r
    return mask, [[cx, cy, cz, r] for (cz, cy, cx), r in drawn]


def maxima(squared, mask):
    highest = ndimage.maximum_filter(squared, size=9, mode="nearest")
    return label((squared == highest) & mask, connectivity=3)


def sampled(name, mask, connectivity, stride):
    """Regions of the squared distance, from its maxima in windows of 9, at every stride-th voxel of the mask."""
    squared = np.rint(ndimage.distance_transform_edt(mask) ** 2).astype(np.int64)
    markers = maxima(squared, mask)
    labels = flooded(-squared, markers, mask, connectivity)
    return {
        "name": name,
        "size": mask.shape[::-1],
        "connectivity": connectivity,
        "voxels": int(mask.sum()),
        "markers": int(markers.max()),
        "regions": int(np.unique(labels[labels > 0]).size),
        "stride": stride,
        "labels": labels[mask][::stride].tolist(),
    }


def volumes():
    mask, drawn = packing()
    for connectivity in (6, 26):
        yield {**sampled("a packing of balls", mask, connectivity, 41), "balls": drawn}
    sand = np.fromfile(SAND, np.uint8).reshape(100, 200, 200)
    grains = ndimage.median_filter(sand, size=3, mode="reflect") > 79
    yield sampled("sandpack", grains, 6, 401)


def write(name, content):
    with open(name, "w", encoding="utf-8") as file:
        json.dump(content, file, separators=(",", ":"))
        file.write("\n")


def main():
    write("watershed.json", {"cases": list(floods()), "skeletons": list(skeletons())})
    write("watershed_volumes.json", {"cases": list(volumes())})


if __name__ == "__main__":
    main()
