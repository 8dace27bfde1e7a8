"""Times NumPy, SciPy, scikit-image and others on the benchmark's volumes.

Reads one JSON request per line from standard input and writes one JSON answer per line. A request
names a task, its inputs (.npy files), our result (.npy or .json) and how often to repeat. The
peer's result is compared with ours before its times are given.
"""

import importlib
import json
import sys
import time
import warnings

VERSIONED = ["numpy", "scipy", "skimage", "sklearn", "edt", "cc3d"]


def load(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


np = load("numpy")
ndimage = load("scipy.ndimage")
scipy_fft = load("scipy.fft")
skimage = load("skimage")
if skimage is not None:
    load("skimage.filters")
    load("skimage.measure")
    load("skimage.restoration")
    load("skimage.segmentation")
ensemble = load("sklearn.ensemble")
edt = load("edt")
cc3d = load("cc3d")


class Absent(Exception):
    """The module that a task needs is not installed."""


def need(module, name):
    if module is None:
        raise Absent(f"{name} is not installed")


def same(what):
    """A check of grids or numbers that must be equal."""

    def check(theirs, ours):
        differing = int(np.count_nonzero(np.asarray(theirs) != np.asarray(ours)))
        return differing == 0, f"{what} equal" if differing == 0 else f"{what} differ at {differing} places"

    return check


def close(what, tolerance):
    """A check of floats: the largest difference against the largest value."""

    def check(theirs, ours):
        theirs = np.asarray(theirs)
        ours = np.asarray(ours)
        scale = float(np.max(np.abs(theirs))) or 1.0
        worst = float(np.max(np.abs(theirs - ours))) / scale
        return worst <= tolerance, f"{what}: largest difference {worst:.1e} of the largest value"

    return check


def same_partition(theirs, ours):
    """Two labellings agree where their ids pair off one to one."""
    theirs, found = theirs
    greatest = int(ours.max())
    pairs = np.zeros(found + 1, dtype=np.int64)
    pairs[theirs.ravel()] = ours.ravel()
    agrees = found == greatest and pairs[0] == 0 and bool(np.array_equal(pairs[theirs], ours))
    agrees = agrees and len(np.unique(pairs)) == found + 1
    return agrees, f"{found} components, ours {greatest}" + (", voxel by voxel" if agrees else "")


def gaussian(volume, sigma):
    need(ndimage, "scipy")
    run = lambda: ndimage.gaussian_filter(volume, sigma, output=np.float32, mode="reflect", truncate=4)
    return run, close("smoothed values", 1e-4)


def laplace(volume):
    """Output in f32; SciPy computes in f64."""
    need(ndimage, "scipy")
    run = lambda: ndimage.laplace(volume, output=np.float32, mode="reflect")
    return run, close("Laplacians", 1e-6)


def total_variation(volume, weight, iterations):
    """In f32. One iteration more: the last one of ours has no step of the dual fields behind it."""
    need(skimage, "scikit-image")
    values = volume.astype(np.float32)
    run = lambda: skimage.restoration.denoise_tv_chambolle(values, weight, 0, int(iterations) + 1)
    return run, close("denoised values", 1e-5)


def near(what, tolerance):
    """A check of results that are defined a little differently: the root of the mean squared difference."""

    def check(theirs, ours):
        apart = np.sqrt(np.mean((theirs - ours.astype(np.float64)) ** 2)) / float(np.max(np.abs(theirs)))
        return apart <= tolerance, f"{what}: mean difference {apart:.1e} of the largest value"

    return check


def non_local_means(volume, search, h, noise):
    """In f32. Its fast mode sums a smaller patch and leaves small weights out: near, not equal."""
    need(skimage, "scikit-image")
    values = volume.astype(np.float32)
    options = {"patch_size": 3, "patch_distance": int(search) // 2, "h": h, "sigma": noise}
    run = lambda: skimage.restoration.denoise_nl_means(values, fast_mode=True, preserve_range=True, **options)
    return run, near("denoised values", 0.02)


def local_contrast(volume, size):
    """Means of values and squares by running sums, in f64."""
    need(ndimage, "scipy")

    def run():
        values = volume.astype(np.float64)
        mean = ndimage.uniform_filter(values, int(size), mode="reflect")
        square = ndimage.uniform_filter(values * values, int(size), mode="reflect")
        return ((values - mean) / (np.sqrt(square - mean * mean) + 1)).astype(np.float32)

    return run, close("contrasts", 1e-5)


def resample(volume, spacing):
    """Linear, with outer faces aligned."""
    need(ndimage, "scipy")
    # That one number per axis is no homogeneous transform any more.
    warnings.filterwarnings("ignore", message="The behavior of affine_transform")
    shape = tuple(round(n / spacing) for n in volume.shape)
    options = {"offset": (spacing - 1) / 2, "output_shape": shape, "output": np.float32}
    run = lambda: ndimage.affine_transform(volume, [spacing] * 3, order=1, mode="reflect", **options)
    return run, close("samples", 1e-5)


def median(volume, size):
    need(ndimage, "scipy")
    return lambda: ndimage.median_filter(volume, size, mode="reflect"), same("medians")


def percentile(volume, size, percentile):
    need(ndimage, "scipy")
    run = lambda: ndimage.percentile_filter(volume, percentile, size, mode="reflect")
    return run, same("ranks")


def dilation(volume, size):
    need(ndimage, "scipy")
    return lambda: ndimage.grey_dilation(volume, size, mode="reflect"), same("maxima")


def erosion_ball(volume, radius):
    need(ndimage, "scipy")
    axis = np.arange(-int(radius), int(radius) + 1)
    z, y, x = np.meshgrid(axis, axis, axis, indexing="ij")
    ball = x * x + y * y + z * z <= radius * radius
    return lambda: ndimage.grey_erosion(volume, footprint=ball, mode="reflect"), same("minima")


def multiply(volume, factor):
    need(np, "numpy")
    return lambda: np.multiply(volume, factor, dtype=np.float32), same("products")


def equals(volume, value):
    need(np, "numpy")
    return lambda: volume == value, same("masks")


def threshold(volume, lo):
    need(np, "numpy")
    return lambda: volume >= lo, same("masks")


def otsu(volume):
    need(skimage, "scikit-image")
    return lambda: skimage.filters.threshold_otsu(volume), same("thresholds")


def label(volume, connectivity):
    need(ndimage, "scipy")
    order = {6: 1, 18: 2, 26: 3}[connectivity]
    structure = ndimage.generate_binary_structure(3, order)
    return lambda: ndimage.label(volume, structure), same_partition


def label_cc3d(volume, connectivity):
    need(cc3d, "cc3d")
    run = lambda: cc3d.connected_components(volume, connectivity=connectivity, return_N=True)
    return run, same_partition


def distance(volume):
    need(ndimage, "scipy")
    return lambda: ndimage.distance_transform_edt(volume), close("distances", 1e-5)


def distance_edt(volume):
    need(edt, "edt")
    return lambda: edt.edt(volume, parallel=1), close("distances", 1e-5)


def extremes(volume):
    need(np, "numpy")

    def check(theirs, ours):
        return same("extremes")(theirs, (ours["min"], ours["max"]))

    return lambda: (volume.min(), volume.max()), check


def histogram(volume):
    need(np, "numpy")

    def check(theirs, ours):
        start = int(ours["start"])
        return same("counts")(theirs[start : start + len(ours["counts"])], ours["counts"])

    return lambda: np.bincount(volume.ravel()), check


def moments(volume):
    need(np, "numpy")

    def check(theirs, ours):
        return close("mean and deviation", 1e-6)(theirs, (ours["mean"], ours["std"]))

    return lambda: (volume.mean(), volume.std()), check


def count(volume):
    need(np, "numpy")
    return lambda: int(np.count_nonzero(volume)), same("counts")


def regionprops(labels, volume):
    need(skimage, "scikit-image")
    names = ("label", "area", "centroid", "bbox", "intensity_mean")
    labels = labels.astype(np.int32)
    run = lambda: skimage.measure.regionprops_table(labels, volume, properties=names)

    def check(theirs, ours):
        columns = {column["name"]: np.asarray(column["data"], dtype=float) for column in ours["columns"]}
        if not np.array_equal(columns["label"], theirs["label"]):
            return False, f"{len(theirs['label'])} objects, ours {len(columns['label'])}"
        exact = np.array_equal(columns["voxels"], theirs["area"]) and all(
            np.array_equal(columns["min" + axis], theirs[f"bbox-{2 - i}"])
            for i, axis in enumerate("XYZ")
        )
        fine = close("means", 1e-5)
        centroids = [fine(theirs[f"centroid-{2 - i}"], columns["centroid" + axis])[0] for i, axis in enumerate("XYZ")]
        means, text = fine(theirs["intensity_mean"], columns["intensityMean"])
        agrees = exact and all(centroids) and means
        return agrees, f"{len(columns['label'])} objects: volumes, boxes, centroids and means; {text}"

    return run, check


def watershed(volume, markers, mask):
    need(skimage, "scikit-image")
    markers = markers.astype(np.int32)
    mask = mask.astype(bool)
    run = lambda: skimage.segmentation.watershed(volume, markers, mask=mask)

    def check(theirs, ours):
        # Where heights tie, as distances do, a queue and an order of steps part plateaus differently.
        same_foreground = bool(np.array_equal(theirs > 0, ours > 0))
        part = float(np.count_nonzero((theirs == ours) & (ours > 0))) / max(1, np.count_nonzero(ours))
        text = f"{int(ours.max())} regions, {100 * part:.2f} % of their voxels with the same label"
        return same_foreground and part > 0.98, text

    return run, check


def features(volume):
    """A row for each voxel of the values that the case's classifier takes; planes of f32."""
    values = volume.astype(np.float32)
    planes = [values]

    def derivative(sigma, *axes):
        order = [axes.count(axis) for axis in range(3)]
        return ndimage.gaussian_filter(values, sigma, order=order, mode="reflect", truncate=4)

    for sigma in (1, 2, 4):
        planes.append(derivative(sigma))
        planes.append(np.sqrt(sum(derivative(sigma, axis) ** 2 for axis in range(3))))
        matrix = np.empty(volume.shape + (3, 3), np.float32)
        for i in range(3):
            for j in range(i, 3):
                matrix[..., i, j] = matrix[..., j, i] = derivative(sigma, i, j)
        planes.append(np.trace(matrix, axis1=-2, axis2=-1))
        planes.extend(np.moveaxis(np.linalg.eigvalsh(matrix), -1, 0)[::-1])
    planes.append(ndimage.median_filter(values, 3, mode="reflect"))
    return np.stack([plane.ravel() for plane in planes], axis=1)


def trained(rows, pore, solid):
    """A forest of 100 trees that learnt from marked voxels, on all cores."""
    need(ensemble, "scikit-learn")
    pore, solid = pore.ravel() > 0, solid.ravel() > 0
    marked = pore | solid
    forest = ensemble.RandomForestClassifier(
        100, max_depth=10, class_weight="balanced_subsample", random_state=0, n_jobs=-1
    )
    return forest.fit(rows[marked], solid[marked].astype(np.uint8))


def of_same_class(theirs, ours):
    part = float(np.mean(theirs == ours.ravel()))
    return part >= 0.98, f"{100 * part:.2f} % of the voxels of the same class"


def classify(volume, pore, solid):
    """The features and the forest's walk are timed; it is trained before."""
    need(ndimage, "scipy")
    forest = trained(features(volume), pore, solid)
    return lambda: forest.predict(features(volume)), of_same_class


def forest(volume, pore, solid):
    """The forest's walk alone is timed, on features that are there."""
    need(ndimage, "scipy")
    rows = features(volume)
    walked = trained(rows, pore, solid)
    return lambda: walked.predict(rows), of_same_class


def marching_cubes(volume):
    need(skimage, "scikit-image")

    def run():
        vertices, faces, _, _ = skimage.measure.marching_cubes(volume, 0.5)
        return skimage.measure.mesh_surface_area(vertices, faces)

    return run, lambda theirs, ours: close("area", 0.01)([theirs], [ours["area"]])


def two_point(volume, reach):
    need(scipy_fft, "scipy")
    volume = volume.astype(np.float32)
    shape = [scipy_fft.next_fast_len(n + reach, real=True) for n in volume.shape]
    axis = np.arange(-reach, reach + 1)
    z, y, x = np.meshgrid(axis, axis, axis, indexing="ij")
    bins = np.floor(np.sqrt(x * x + y * y + z * z) + 0.5).astype(int)
    inside = bins <= reach
    sizes = volume.shape
    pairs = (sizes[0] - np.abs(z)) * (sizes[1] - np.abs(y)) * (sizes[2] - np.abs(x))

    def run():
        spectrum = scipy_fft.rfftn(volume, shape)
        power = spectrum.real**2 + spectrum.imag**2
        hits = scipy_fft.irfftn(power, shape)[np.ix_(axis, axis, axis)]
        return np.bincount(bins[inside], hits[inside]) / np.bincount(bins[inside], pairs[inside])

    return run, lambda theirs, ours: close("probabilities", 1e-4)(theirs, ours["probability"])


TASKS = {
    "gaussian": gaussian,
    "total_variation": total_variation,
    "non_local_means": non_local_means,
    "local_contrast": local_contrast,
    "resample": resample,
    "laplace": laplace,
    "median": median,
    "percentile": percentile,
    "dilation": dilation,
    "erosion_ball": erosion_ball,
    "multiply": multiply,
    "equals": equals,
    "threshold": threshold,
    "otsu": otsu,
    "label": label,
    "cc3d": label_cc3d,
    "distance": distance,
    "edt": distance_edt,
    "range": extremes,
    "histogram": histogram,
    "moments": moments,
    "count": count,
    "regionprops": regionprops,
    "watershed": watershed,
    "classify": classify,
    "forest": forest,
    "marching_cubes": marching_cubes,
    "two_point": two_point,
}


def read(path):
    if path.endswith(".json"):
        with open(path) as file:
            return json.load(file)
    return np.load(path)


def answer(request):
    try:
        task = TASKS[request["task"]]
        if np is None:
            raise Absent("numpy is not installed")
        inputs = {name: read(path) for name, path in request["inputs"].items()}
        run, check = task(**inputs, **request["params"])
    except Absent as absence:
        return {"status": "absent", "check": str(absence), "wallMs": [], "cpuMs": []}
    wall, cpu, result = [], [], None
    begin = time.perf_counter()
    for _ in range(request["repeats"]):
        wall_start, cpu_start = time.perf_counter(), time.process_time()
        result = run()
        wall.append(1000 * (time.perf_counter() - wall_start))
        cpu.append(1000 * (time.process_time() - cpu_start))
        if time.perf_counter() - begin > request["seconds"]:
            break
    agrees, text = check(result, read(request["ours"]))
    if not agrees:
        return {"status": "disagrees", "check": text, "wallMs": [], "cpuMs": []}
    return {"status": "agrees", "check": text, "wallMs": wall, "cpuMs": cpu}


def main():
    modules = {name: getattr(load(name), "__version__", None) for name in VERSIONED}
    print(json.dumps({"python": sys.version.split()[0], "modules": modules}), flush=True)
    for line in sys.stdin:
        try:
            reply = answer(json.loads(line))
        except Exception as error:  # the suite goes on without this peer
            reply = {"status": "failed", "check": f"{type(error).__name__}: {error}", "wallMs": [], "cpuMs": []}
        print(json.dumps(reply), flush=True)


main()
