import * as zarr from 'zarrita';
import { VoxmetryError } from '../../recipe/errors.js';
import { map3, volumeOf } from '../../recipe/geometry.js';
import type { FileContents, StoredImage } from '../contents.js';
import type { Folder } from '../folder/folder.js';
import { dtypeOfStored, storedWarnings } from '../sample_type.js';
import { ZARR_TYPES, zarrReader } from './array_reader.js';
import type { Multiscales } from './multiscales.js';
import { boundCodecs } from './bounded_codecs.js';
import { axesOf, calibrationOf, labelNames, multiscalesOf } from './multiscales.js';
import { folderStore } from './store.js';

type Group = zarr.Group<zarr.AsyncReadable>;
type AnyArray = zarr.Array<zarr.DataType, zarr.AsyncReadable>;

boundCodecs();

/** A chunk that decodes to more bytes than these is not read. */
const LARGEST_CHUNK = 2 ** 30;

/** Arrays of a plain group that are listed. */
const MOST_ARRAYS = 1000;

/**
 * A Zarr store of version 2 or 3, sharded too: an array, a group of arrays, or OME-Zarr 0.1 to 0.5
 * with its levels and label images. `root` is where it lies in the folder, empty or ending in '/'.
 *
 * Voxel sizes and units are OME's; a plain array has none. Cost: metadata alone; a region decodes
 * the chunks that it meets.
 */
export async function readZarr(folder: Folder, root: string): Promise<FileContents> {
  const name = root === '' ? folder.name : root.slice(0, -1);
  const images: StoredImage[] = [];
  const refused: string[] = [];
  const collect = async (path: string, at: zarr.Location<zarr.AsyncReadable>): Promise<void> => {
    const node = await openNode(at, name);
    if (node === undefined) return;
    const made =
      node.kind === 'array' ? arrayImage(path, node, name) : await groupImages(path, node, name);
    for (const image of made) {
      if (typeof image === 'string') refused.push(image);
      else images.push(image);
    }
  };
  const store = await zarr.withMaybeConsolidatedMetadata(folderStore(folder, root));
  const top = zarr.root(store);
  await collect('', top);
  const labels = await openNode(top.resolve('labels'), name);
  if (labels?.kind === 'group')
    for (const label of labelNames(labels.attrs))
      await collect(`labels/${label}`, top.resolve(`labels/${label}`));
  // A plain group says nothing of what is in it; its files do.
  if (images.length === 0 && refused.length === 0)
    for (const path of arrayPaths(folder, root).slice(0, MOST_ARRAYS))
      await collect(path, top.resolve(path));
  if (images.length === 0) {
    throw new VoxmetryError(
      'unsupported-format',
      `${name} holds no array that is read${refused.length === 0 ? '' : `: ${refused.slice(0, 3).join('; ')}`}.`,
    );
  }
  return {
    format: 'zarr',
    images,
    close: () => {
      folder.close();
    },
  };
}

function arrayPaths({ paths }: Folder, root: string): string[] {
  return paths
    .filter((path) => path.startsWith(root) && /\/(zarr\.json|\.zarray)$/.test(path))
    .map((path) => path.slice(root.length, path.lastIndexOf('/')))
    .filter((path) => path !== '');
}

async function openNode(
  at: zarr.Location<zarr.AsyncReadable>,
  name: string,
): Promise<AnyArray | Group | undefined> {
  try {
    return await zarr.open(at);
  } catch (error) {
    if (error instanceof VoxmetryError) throw error;
    if (zarr.isZarritaError(error, 'NotFoundError')) return undefined;
    const text = error instanceof Error ? error.message : String(error);
    throw new VoxmetryError(
      zarr.isZarritaError(error, 'UnsupportedError') ||
        zarr.isZarritaError(error, 'UnknownCodecError')
        ? 'unsupported-format'
        : 'corrupt-file',
      `${name} cannot be read at '${at.path}': ${text}.`,
      { cause: error },
    );
  }
}

/** An image of every pyramid; its further levels hang on the first. */
async function groupImages(
  path: string,
  group: Group,
  name: string,
): Promise<(StoredImage | string)[]> {
  const found = multiscalesOf(group.attrs);
  const images: (StoredImage | string)[] = [];
  for (const [i, scales] of found.entries()) {
    const label =
      found.length > 1 ? [path, scales.name || String(i)].filter(Boolean).join('/') : path;
    const levels: StoredImage[] = [];
    let refusal: string | undefined;
    for (const level of scales.levels) {
      const array = await openNode(group.resolve(level.path), name);
      if (array?.kind !== 'array') continue;
      const image = arrayImage(label, array, name, { scales, level })[0]!;
      if (typeof image === 'string') refusal ??= image;
      else levels.push(image);
    }
    const [first] = levels;
    if (first !== undefined) images.push({ ...first, levels });
    else images.push(refusal ?? `${label} has none of its levels`);
  }
  return images;
}

interface LevelOf {
  readonly scales: Multiscales;
  readonly level: Multiscales['levels'][number];
}

/** The image of an array, or why it is none. */
function arrayImage(
  path: string,
  array: AnyArray,
  name: string,
  of?: LevelOf,
): (StoredImage | string)[] {
  const { shape, chunks, dtype } = array;
  const type = ZARR_TYPES[dtype];
  const label = path === '' ? name : path;
  if (type === undefined) return [`${label} is of type ${dtype}`];
  const names = of?.scales.axes.map((axis) => axis.name) ?? array.dimensionNames ?? [];
  const axes = axesOf(names, shape.length);
  if (axes === undefined || shape.length === 0)
    return [`${label} has the axes ${names.join(', ') || shape.join(' × ')}`];
  const length = (axis: number): number => (axis < 0 ? 1 : shape[axis]!);
  const size = map3((i) => length(axes.space[i]));
  const chunkBytes = chunks.reduce((product, n) => product * n, 8);
  if (!Number.isSafeInteger(volumeOf(size)) || size.includes(0)) return [`${label} is empty`];
  if (!(chunkBytes <= LARGEST_CHUNK)) return [`${label} has chunks of ${chunks.join(' × ')}`];
  const channels = length(axes.channel);
  const stated = of === undefined ? {} : calibrationOf(of.scales, of.level.scale, axes);
  const translation = of?.level.translation ?? [];
  const warnings = storedWarnings(type);
  return [
    {
      path,
      dtype: dtypeOfStored(type),
      size,
      spacing: stated.spacing,
      unit: stated.unit,
      origin:
        translation.length === shape.length
          ? map3((i) => (axes.space[i] < 0 ? 0 : translation[axes.space[i]]!))
          : undefined,
      spacingFrom: stated.spacing === undefined ? undefined : 'OME-Zarr scale',
      channels:
        channels === 1
          ? []
          : Array.from({ length: channels }, (_, i) => of?.scales.channels[i] ?? String(i)),
      times: length(axes.time),
      warnings,
      reader: (place) => zarrReader(array, axes, place, label),
    },
  ];
}
