"""scikit-learn's random forest on the table that our own learns from.

    peer.py features FOLDER DATA   writes features, labels, strokes and truth of an image with strokes
    peer.py quality FOLDER         trains on the strokes, ten seeds for each depth, as JSON
    peer.py speed FOLDER           trains on rows that were written, and times predictions, as JSON
"""

import json
import sys
import time

import numpy as np

SIGMAS = (1, 2, 4, 8, 16)
GREYS = (85, 170, 255)


def codes(image):
    """Classes 1 … 3 of the image's grey levels, 0 where nothing was painted."""
    return sum((image == grey) * (i + 1) for i, grey in enumerate(GREYS)).astype(np.uint8)


def features(folder, data):
    from scipy import ndimage
    from skimage import feature, io, measure

    image = io.imread(f"{data}/0.tif").astype(np.float32)
    planes = [image]
    for sigma in SIGMAS:
        planes.append(ndimage.gaussian_filter(image, sigma))
        planes.append(ndimage.gaussian_gradient_magnitude(image, sigma))
        planes += list(feature.hessian_matrix_eigvals(feature.hessian_matrix(image, sigma=sigma, order="rc")))
        planes += list(feature.structure_tensor_eigenvalues(feature.structure_tensor(image, sigma=sigma, order="rc")))
    labels = codes(io.imread(f"{data}/0_labels.tif"))
    strokes = np.zeros(labels.shape, np.uint32)
    for code in (1, 2, 3):
        own = measure.label(labels == code, connectivity=2)
        strokes[own > 0] = own[own > 0] + strokes.max()
    np.stack(planes).astype(np.float32).tofile(f"{folder}/planes")
    labels.tofile(f"{folder}/labels")
    strokes.tofile(f"{folder}/strokes")
    codes(io.imread(f"{data}/0_ground_truth.tif")).tofile(f"{folder}/truth")


def table(folder):
    truth = np.fromfile(f"{folder}/truth", np.uint8)
    planes = np.fromfile(f"{folder}/planes", np.float32).reshape(-1, truth.size)
    return planes.T.copy(), truth


def quality(folder):
    from sklearn.ensemble import RandomForestClassifier

    values, truth = table(folder)
    labels = np.fromfile(f"{folder}/labels", np.uint8)
    painted = labels > 0
    for depth in (10, None):
        rows = []
        for seed in range(10):
            forest = RandomForestClassifier(100, max_depth=depth, random_state=seed, n_jobs=2)
            found = forest.fit(values[painted], labels[painted]).predict(values)
            rows.append([float(((found == c) & (truth == c)).sum() / ((found == c) | (truth == c)).sum()) for c in (1, 2, 3)])
        print(json.dumps({"depth": depth, "iou": rows}), flush=True)


def speed(folder):
    from sklearn.ensemble import RandomForestClassifier

    values, truth = table(folder)
    rows = np.fromfile(f"{folder}/rows", np.uint32)
    forest = RandomForestClassifier(100, max_depth=10, random_state=0, n_jobs=2)
    begin = time.perf_counter()
    forest.fit(values[rows], truth[rows])
    trained = time.perf_counter() - begin
    for _ in range(3):
        begin, spent = time.perf_counter(), time.process_time()
        found = forest.predict(values)
        wall, spent = time.perf_counter() - begin, time.process_time() - spent
        right = float((found == truth).mean())
        print(json.dumps({"train": trained, "wall": wall, "cpu": spent, "right": right}), flush=True)


{"features": features, "quality": quality, "speed": speed}[sys.argv[1]](*sys.argv[2:])
