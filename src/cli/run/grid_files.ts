import type { GridData } from '../../index.js';
import { gridChunks, storeFiles } from '../../io/grid_writer.js';
import type { Compression, FileFormatName, PlacedFacts } from '../../io/grid_writer.js';
import { dtypeOf } from '../../recipe/dtype.js';
import type { GridArray } from '../../recipe/dtype.js';
import type { Vec3 } from '../../recipe/geometry.js';
import type { OutputFolder } from '../output_folder.js';

const SLAB_VOXELS = 2 ** 22;

/** The folder of an OME-Zarr store ends so. */
const STORE_ENDING = 'ome.zarr';

/** How files of grids are written, by their endings. */
const FILES = {
  tif: ['tiff', 'none'],
  'ome.tif': ['ome-tiff', 'none'],
  nrrd: ['nrrd', 'none'],
  nii: ['nifti', 'none'],
  'nii.gz': ['nifti', 'gzip'],
  mha: ['metaimage', 'none'],
  vti: ['vti', 'none'],
  npy: ['npy', 'none'],
} as const satisfies Readonly<Record<string, readonly [FileFormatName, Compression]>>;

/** What files of grids can end in. */
export type GridEnding = keyof typeof FILES | typeof STORE_ENDING;

/** What files of grids can end in. */
export const GRID_ENDINGS: readonly GridEnding[] = [
  ...(Object.keys(FILES) as (keyof typeof FILES)[]),
  STORE_ENDING,
];

/** Writes a grid to a file of a folder, or to a folder in it; resolves to its name. */
export async function writeGrid(
  folder: OutputFolder,
  stem: string,
  ending: GridEnding,
  { kind, data, size, spacing, unit, origin }: GridData,
): Promise<string> {
  const name = `${stem}.${ending}`;
  const facts: PlacedFacts = { kind, dtype: dtypeOf(data)!, size, spacing, unit, origin };
  if (ending === STORE_ENDING) {
    const files = await storeFiles({ facts, slabs: slabsOf(data, size) }, {}, 'gzip');
    await folder.writeFolder(name, files);
  } else {
    const [format, compression] = FILES[ending];
    await folder.write(name, await gridChunks(format, facts, slabsOf(data, size), compression));
  }
  return name;
}

/** Whole slices of a grid, as many as are written at once: a system takes no more than 2 GiB. */
function* slabsOf(data: GridArray, [nx, ny, nz]: Vec3): Generator<GridArray> {
  const depth = Math.max(1, Math.floor(SLAB_VOXELS / (nx * ny)));
  for (let z = 0; z < nz; z += depth) yield data.subarray(nx * ny * z, nx * ny * (z + depth));
}
