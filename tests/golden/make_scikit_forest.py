"""A small forest of scikit-learn on features of a small image, and what it says of every pixel: writes
scikit_forest.json beside it.

python3 tests/golden/make_scikit_forest.py
"""
import json
import os
import numpy as np
import sklearn
from scipy import ndimage as nd
from sklearn.ensemble import RandomForestClassifier

SIGMAS = (1.0, 2.0)


def image(nx, ny):
    """Grey levels that are alike in both halves; the right one is rougher."""
    x, y = np.meshgrid(np.arange(nx), np.arange(ny), indexing="ij")
    noise = (x * 37 + y * 101 + (x * y * 7) % 53 + (x * x * 3 + y * y * 5) % 41) % 61 - 30
    return np.where(x < nx // 2, 100 + noise // 6, 100 + noise).astype(np.uint8)


def features(v):
    """As train() orders them: `intensity`, of each σ `gaussian`, then `gradient` of each, then `hessian`."""
    g = lambda s, *order: nd.gaussian_filter(v, s, order=order, mode="reflect", truncate=4)
    out = [v] + [g(s, 0, 0) for s in SIGMAS] + [np.hypot(g(s, 1, 0), g(s, 0, 1)) for s in SIGMAS]
    for s in SIGMAS:
        matrix = np.array([[g(s, 2, 0), g(s, 1, 1)], [g(s, 1, 1), g(s, 0, 2)]])
        values = np.linalg.eigvalsh(np.moveaxis(matrix, (0, 1), (-2, -1)))
        out += [values[..., 1], values[..., 0]]
    return np.stack([p.ravel(order="F") for p in out], axis=1).astype(np.float32)


def tree(t):
    return {"feature": t.feature.tolist(), "threshold": t.threshold.tolist(),
            "left": t.children_left.tolist(), "right": t.children_right.tolist(),
            "value": t.value[:, 0, :].tolist()}


size = (40, 24)
v = image(*size).astype(float)
table = features(v)
right = np.arange(size[0] * size[1]) % size[0] >= size[0] // 2
marked = np.arange(size[0] * size[1]) % 3 == 0
forest = RandomForestClassifier(8, max_depth=4, random_state=1).fit(table[marked], right[marked].astype(int))
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "scikit_forest.json"), "w") as f:
    json.dump({
        "sklearn": sklearn.__version__, "size": [*size, 1], "scales": SIGMAS,
        "image": v.astype(int).ravel(order="F").tolist(),
        "forest": {"classes": int(forest.n_classes_), "features": int(forest.n_features_in_),
                   "trees": [tree(e.tree_) for e in forest.estimators_]},
        "probability": [round(float(p), 5) for p in forest.predict_proba(table)[:, 1]],
    }, f, separators=(",", ":"))
    f.write("\n")
