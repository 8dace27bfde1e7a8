import { dicomFiles } from '../dicom/dicom_files.js';
import type { Series } from '../slices/series.js';
import { seriesOf } from '../slices/series.js';
import { zarrRoots } from '../zarr/roots.js';
import type { Folder } from './folder.js';

/** What can be opened of a folder: a stack of slices, a file that is a volume, or a store. */
export type FolderItem =
  | { readonly kind: 'series'; readonly path: string; readonly series: Series }
  | { readonly kind: 'file'; readonly path: string }
  /** A Zarr store below `root`, which is empty or ends in '/'. */
  | { readonly kind: 'zarr'; readonly path: string; readonly root: string }
  /** All DICOM files, which say themselves what series they are of. */
  | { readonly kind: 'dicom'; readonly path: string; readonly paths: readonly string[] };

/** Names of slices, and of files that are volumes. What else lies there is not ours. */
const SLICE = /\.(tiff?|png|bmp|jpe?g)$/i;
const VOLUME =
  /\.(ome|ome\.tiff?|nrrd|nhdr|mha|mhd|nii|nii\.gz|hdr|vti|vtk|npy|mrc|rec|map|ccp4|h5|hdf5|hspy|emd|nxs|txm|txrm|xrm|raw|vol|bin)$/i;

/** Headers whose voxels lie in a file beside, and what such files are called. */
const HEADER = /\.(nhdr|mhd|hdr)$/i;
const VOXELS = /\.(raw|raw\.gz|zraw|img|bin|vol|dat|gz)$/i;

/**
 * What a folder offers. Files of voxels are left out where a header describes them.
 */
export async function folderItems(folder: Folder, signal?: AbortSignal): Promise<FolderItem[]> {
  const roots = zarrRoots(folder);
  const paths = folder.paths.filter((path) => !roots.some((root) => path.startsWith(root)));
  const headers = paths.filter((path) => HEADER.test(path));
  const described = (path: string): boolean =>
    VOXELS.test(path) &&
    !/\.nii\.gz$/i.test(path) &&
    headers.some((header) => folderOf(header) === folderOf(path));
  const slices = paths.filter((path) => SLICE.test(path) && !/\.ome\.tiff?$/i.test(path));
  const volumes = paths.filter((path) => VOLUME.test(path) && !described(path));
  const dicom = await dicomFiles(folder, paths, signal);
  return [
    ...roots.map((root) => ({ kind: 'zarr' as const, path: root.slice(0, -1), root })),
    ...seriesOf(slices).map((series) =>
      series.files.length === 1
        ? { kind: 'file' as const, path: series.files[0]!.path }
        : { kind: 'series' as const, path: series.pattern, series },
    ),
    ...volumes.map((path) => ({ kind: 'file' as const, path })),
    ...(dicom.length > 0 ? [{ kind: 'dicom' as const, path: 'DICOM', paths: dicom }] : []),
  ];
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
