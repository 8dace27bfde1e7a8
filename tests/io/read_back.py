"""Reads files by the programs that others use, and says what they see, as JSON.

Every line of the input is `format path`. Arrays come as [z, y, x], by the SHA-256 of their bytes.
"""

import hashlib
import json
import sys

import numpy


def facts(array, spacing=None, origin=None, unit=None):
    little = numpy.ascontiguousarray(array.astype(array.dtype.newbyteorder("<"), copy=False))
    return {
        "shape": list(array.shape),
        "dtype": array.dtype.name,
        "sha256": hashlib.sha256(little.tobytes()).hexdigest(),
        "spacing": spacing,
        "origin": origin,
        "unit": unit,
    }


def by_tifffile(path):
    import tifffile

    with tifffile.TiffFile(path) as file:
        array = file.asarray()
        imagej = file.imagej_metadata
        if imagej is not None:
            page = file.pages[0]
            xy = [float(d) / float(n) for n, d in (page.tags["XResolution"].value, page.tags["YResolution"].value)]
            return facts(array, [*xy, imagej["spacing"]], None, imagej["unit"])
        import xml.etree.ElementTree as tree

        root = tree.fromstring(file.ome_metadata)
        pixels = root.find(".//{*}Pixels")
        spacing = [float(pixels.get(f"PhysicalSize{axis}")) for axis in "XYZ"]
        assert file.is_ome and file.series[0].axes == "ZYX", file.series[0].axes
        return facts(array, spacing, None, pixels.get("PhysicalSizeXUnit"))


def by_nibabel(path):
    import nibabel

    image = nibabel.load(path)
    data = image.get_fdata()
    stored = numpy.asarray(image.dataobj)
    assert (data[-1, 0, 0], data[0, -1, 0]) == (stored[-1, 0, 0], stored[0, -1, 0])
    assert nibabel.aff2axcodes(image.affine) == ("R", "A", "S")
    assert (image.affine == image.get_qform()).all() and (image.affine == image.get_sform()).all()
    spacing = [float(d) for d in image.header.get_zooms()]
    origin = [float(d) for d in image.affine[:3, 3]]
    return facts(stored.T, spacing, origin, image.header.get_xyzt_units()[0])


def by_vtk(make):
    def read(path):
        import vtk
        from vtk.util.numpy_support import vtk_to_numpy

        # Builds with MPI have a reader of NRRD that asks for one.
        alone = vtk.vtkDummyController()
        vtk.vtkMultiProcessController.SetGlobalController(alone)
        vtk.vtkObject.GlobalWarningDisplayOff()
        reader = make(vtk)
        reader.SetFileName(path)
        reader.Update()
        image = reader.GetOutput()
        array = vtk_to_numpy(image.GetPointData().GetScalars())
        return facts(
            array.reshape(image.GetDimensions()[::-1]),
            list(image.GetSpacing()),
            list(image.GetOrigin()),
        )

    return read


READERS = {
    "tifffile": by_tifffile,
    "nibabel": by_nibabel,
    "vti": by_vtk(lambda vtk: vtk.vtkXMLImageDataReader()),
    "mha": by_vtk(lambda vtk: vtk.vtkMetaImageReader()),
    "nrrd": by_vtk(lambda vtk: vtk.vtkNrrdReader()),
    "npy": lambda path: facts(numpy.load(path)),
}

found = {}
for line in sys.stdin.read().splitlines():
    reader, path = line.split(" ", 1)
    try:
        found[path] = READERS[reader](path)
    except ModuleNotFoundError as error:
        found[path] = {"missing": error.name}
    except Exception as error:
        found[path] = {"error": f"{type(error).__name__}: {error}"}
print(json.dumps(found))
