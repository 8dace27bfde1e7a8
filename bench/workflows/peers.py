"""Whole measurements with SciPy and scikit-image: a TIFF stack on disk to numbers on disk.

    peers.py WORKFLOW FILE FOLDER REPEATS

Does the workflow again and again, as a user's program would, from the file each time, and prints a
line that begins with "written:" after each. A workflow gives its numbers, and a table if it has one.
"""

import csv
import json
import os
import sys

import numpy as np
import tifffile
from scipy import ndimage
from skimage import feature, filters, measure, segmentation

BALL_SIZES = 25  # of local thickness, as PoreSpy has by default
# Of conjugate gradients, over the residue at the start: 1e-5 leaves errors of 4e-4 at 128³ and 2e-3 at 256³.
RESIDUE = 1e-6


def solid_of(volume):
    """Median of 3 voxels, then Otsu."""
    image = ndimage.median_filter(volume, 3, mode="reflect")
    return image > filters.threshold_otsu(image)


def porosity(volume):
    return {"porosity": 1 - np.count_nonzero(solid_of(volume)) / volume.size}, None


def particles(volume):
    """Watershed of the distances from their maxima, as scikit-image's guide has it."""
    solid = solid_of(volume)
    distances = ndimage.distance_transform_edt(solid)
    peaks = feature.peak_local_max(distances, min_distance=4, exclude_border=False)
    markers = np.zeros(volume.shape, np.int32)
    markers[tuple(peaks.T)] = np.arange(1, len(peaks) + 1)
    labels = segmentation.watershed(-distances, markers, mask=solid)
    names = ("label", "area", "centroid", "bbox", "intensity_mean", "intensity_min", "intensity_max")
    table = measure.regionprops_table(labels, volume, properties=names)
    return {"particles": len(table["label"]), "D50": median_diameter(table["area"])}, table


def median_diameter(voxels):
    """Half of the volume is in objects whose sphere of the same volume is no wider; in voxels."""
    sizes = np.sort(voxels)
    at = np.searchsorted(np.cumsum(sizes), sizes.sum() / 2)
    return (6 * sizes[at] / np.pi) ** (1 / 3)


def thickness(volume):
    """Local thickness as PoreSpy finds it: balls of some radii, each by two distance maps."""
    solid = solid_of(volume)
    distances = ndimage.distance_transform_edt(solid)
    radii = np.zeros(volume.shape, np.float32)
    for radius in np.logspace(np.log10(distances.max()), 0, BALL_SIZES):
        centres = distances >= radius
        if centres.any():
            inside = ndimage.distance_transform_edt(~centres) < radius
            radii[(radii == 0) & inside] = radius
    return {"thickness": 2 * float(radii[radii > 0].mean(dtype=float))}, None


def tortuosity(volume):
    """Laplace's equation in the pores, z from 1 to 0 half a voxel beyond the ends; finite volumes."""
    from scipy.sparse import csr_matrix, diags
    from scipy.sparse.linalg import cg

    pores = ~solid_of(volume)
    labels, _ = ndimage.label(pores)
    through = np.intersect1d(labels[0], labels[-1])
    pores = np.isin(labels, through[through > 0])
    number = np.cumsum(pores.ravel()).reshape(pores.shape) - 1
    count = int(pores.sum())
    rows, columns = [], []
    for axis in range(3):
        low, high = [slice(None)] * 3, [slice(None)] * 3
        low[axis], high[axis] = slice(None, -1), slice(1, None)
        both = pores[tuple(low)] & pores[tuple(high)]
        rows.append(number[tuple(low)][both])
        columns.append(number[tuple(high)][both])
    i, j = np.concatenate(rows), np.concatenate(columns)
    links = csr_matrix((np.ones(len(i)), (i, j)), shape=(count, count))
    links = links + links.T
    first, last = number[0][pores[0]], number[-1][pores[-1]]
    degree = np.asarray(links.sum(axis=1)).ravel()
    degree[first] += 2
    degree[last] += 2
    right = np.zeros(count)
    right[first] = 2.0
    depth = np.nonzero(pores)[0]
    guess = 1 - (depth + 0.5) / len(pores)
    values, failed = cg(diags(degree) - links, right, guess, tol=RESIDUE, M=diags(1 / degree))
    if failed:
        raise RuntimeError("conjugate gradients did not end")
    current = 2 * np.sum(1 - values[first])
    height, area = pores.shape[0], pores.shape[1] * pores.shape[2]
    relative = current * height / area
    porous = np.count_nonzero(labels) / labels.size
    return {"tortuosity": porous / relative}, None


def repair(volume):
    """Slices aligned by phase correlation, curtains and levels taken out; then the porosity."""
    from skimage.registration import phase_cross_correlation

    stack = volume.astype(np.float32)
    place = np.zeros(2)
    for z in range(1, len(stack)):
        step, _, _ = phase_cross_correlation(volume[z - 1], volume[z], upsample_factor=10)
        place = place + step
        stack[z] = ndimage.shift(stack[z], place, order=1, mode="nearest")
    for one in stack:
        profile = np.median(one, axis=0)
        one -= profile - ndimage.median_filter(profile, 31, mode="reflect")
    medians = []
    for one in stack:
        above = one > filters.threshold_otsu(one)
        medians.append((np.median(one[~above]), np.median(one[above])))
    medians = np.array(medians)
    dark, bright = np.median(medians, axis=0)
    for one, (low, high) in zip(stack, medians):
        one[:] = dark + (one - low) * (bright - dark) / (high - low)
    return {"porosity": 1 - np.count_nonzero(solid_of(stack)) / stack.size}, None


WORKFLOWS = {
    "porosity": porosity,
    "particles": particles,
    "thickness": thickness,
    "tortuosity": tortuosity,
    "FIB-SEM repair": repair,
}


def main():
    name, file, folder, repeats = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    for _ in range(int(repeats)):
        numbers, table = WORKFLOWS[name](tifffile.imread(file))
        with open(os.path.join(folder, "numbers.json"), "w") as out:
            json.dump({key: float(value) for key, value in numbers.items()}, out)
        if table is not None:
            with open(os.path.join(folder, "table.csv"), "w", newline="") as out:
                writer = csv.writer(out)
                writer.writerow(table)
                writer.writerows(zip(*table.values()))
        print(f"written: {folder}", flush=True)


main()
