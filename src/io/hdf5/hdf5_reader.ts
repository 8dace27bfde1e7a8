import { VoxmetryError } from '../../recipe/errors.js';
import { map3, volumeOf, type Vec3 } from '../../recipe/geometry.js';
import type { FileContents, FoundFile, StoredImage } from '../contents.js';
import { channelNumbers } from '../described_grid.js';
import { dtypeOfStored, storedWarnings } from '../sample_type.js';
import { axesOf, distancesOf, spectrumAxes } from './axes.js';
import {
  axistags,
  dream3d,
  elementSize,
  imageSpecification,
  matlab,
} from './conventions/described.js';
import { berkeleyEmd, velox } from './conventions/emd.js';
import { hyperspy } from './conventions/hyperspy.js';
import { defaultDataset, nexus } from './conventions/nexus.js';
import { datasetReader } from './dataset_reader.js';
import { foreignType } from './exact_type.js';
import type { Convention, DatasetContext, DatasetFacts } from './facts.js';
import { Hdf5File } from './hdf5_file.js';
import type { Hdf5Dataset } from './tree.js';
import { Hdf5Tree } from './tree.js';
import { storedTypeOf } from './types.js';

/** Conventions, those that say most first. */
const CONVENTIONS: readonly Convention[] = [
  hyperspy,
  berkeleyEmd,
  velox,
  dream3d,
  nexus,
  axistags,
  imageSpecification,
  elementSize,
  matlab,
];

/** More channels than these are no channels. */
const MOST_CHANNELS = 2 ** 16;

/**
 * An HDF5 file: its datasets of two and more axes that hold numbers, by their paths; plain and as
 * NeXus, HyperSpy, EMD, ilastik, DREAM.3D, MATLAB 7.3 and the image specification describe them.
 * Read by h5wasm, which is loaded where it is installed. Cost: what describes the datasets; a
 * region reads the chunks that it meets.
 */
export async function readHdf5({ bytes, signal }: FoundFile): Promise<FileContents> {
  const file = await Hdf5File.open(bytes, signal);
  try {
    const images = await imagesOf(await Hdf5Tree.read(file, signal), signal);
    return {
      format: 'hdf5',
      images,
      close: () => {
        file.close();
      },
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

async function imagesOf(
  tree: Hdf5Tree,
  signal: AbortSignal | undefined,
): Promise<readonly StoredImage[]> {
  const images = new Map<string, StoredImage>();
  const refused: string[] = [];
  for (const dataset of await distinct(tree)) {
    const made = await imageOf(tree, dataset, signal);
    if (made === undefined) continue;
    if ('refused' in made) refused.push(`${dataset.path}: ${made.refused}`);
    else images.set(dataset.path, made);
  }
  if (images.size === 0)
    throw new VoxmetryError(
      'unsupported-format',
      `${tree.file.name} holds no dataset of two or three axes with numbers${refused.length === 0 ? '' : ` (${refused.slice(0, 3).join('; ')})`}.`,
    );
  const first = images.get((await defaultDataset(tree)) ?? '');
  return first === undefined
    ? [...images.values()]
    : [first, ...[...images.values()].filter((image) => image !== first)];
}

/**
 * The datasets of a file, each once. Of several names of one, that in an NXdata group is kept,
 * where its axes are described.
 */
async function distinct(tree: Hdf5Tree): Promise<readonly Hdf5Dataset[]> {
  const kept = new Map<string, Hdf5Dataset>();
  for (const dataset of tree.datasets.values()) {
    const { attributes, groupAttributes } = await contextOf(tree, dataset);
    // NeXus writes the first name of a dataset into each of them.
    const target = attributes.get('target')?.[0];
    const known = typeof target === 'string' && tree.datasets.has(target) ? target : dataset.path;
    const origin = tree.aliases.get(dataset.path) ?? known;
    const described = groupAttributes.get('NX_class')?.[0] === 'NXdata';
    const isOrigin = origin === dataset.path || !tree.datasets.has(origin);
    if (described || (isOrigin && !kept.has(origin))) kept.set(origin, dataset);
  }
  return [...kept.values()];
}

async function contextOf(tree: Hdf5Tree, dataset: Hdf5Dataset): Promise<DatasetContext> {
  const group = dataset.path.slice(0, dataset.path.lastIndexOf('/')) || '/';
  return {
    tree,
    dataset,
    group,
    attributes: await tree.attributes(dataset.path),
    groupAttributes: await tree.attributes(group),
  };
}

/** The image of a dataset; why it is none; or nothing where nobody would take it for one. */
async function imageOf(
  tree: Hdf5Tree,
  dataset: Hdf5Dataset,
  signal: AbortSignal | undefined,
): Promise<StoredImage | { readonly refused: string } | undefined> {
  const { shape, metadata, unread, path } = dataset;
  if (shape.filter((n) => n !== 1).length < 2) return undefined;
  if (shape.includes(0)) return { refused: 'it is empty' };
  const type = storedTypeOf(metadata);
  if (typeof type !== 'string') return type;
  if (metadata.virtual_sources !== undefined)
    return { refused: 'its values lie in other datasets; copy them into one' };
  const facts = await factsOf(await contextOf(tree, dataset));
  if (facts === 'no-image') return undefined;
  const axes = axesOf(shape, facts);
  if ('refused' in axes) return axes;
  const length = (axis: number): number => (axis < 0 ? 1 : shape[axis]!);
  const size = map3((i) => length(axes.space[i]));
  const channels = length(axes.channel);
  if (!Number.isSafeInteger(volumeOf(size) * 8) || channels > MOST_CHANNELS)
    return { refused: `its axes are ${shape.join(' × ')}` };
  const foreign = await foreignType(tree.file, dataset, signal);
  if (foreign !== undefined) return { refused: foreign };
  const { spacing, unit, from, warnings } = distancesOf(axes, shape, facts);
  const notRead =
    unread === undefined ? [] : [`It is compressed with ${unread}, which is not read.`];
  const image: StoredImage = {
    path: path.slice(1),
    dtype: dtypeOfStored(type),
    size,
    spacing,
    unit,
    spacingFrom: spacing === undefined ? undefined : from,
    channels: channelNumbers(channels),
    times: length(axes.time),
    warnings: [...storedWarnings(type), ...warnings, ...notRead],
    reader: (place) => {
      if (unread !== undefined) throw compressed(tree.file.name, path, unread);
      return datasetReader(tree.file, dataset, type, axes, place);
    },
  };
  const spectrum = spectrumAxes(shape, facts);
  if (spectrum === undefined || unread !== undefined) return image;
  const { axis, ...spectral } = spectrum;
  const plane = distancesOf({ ...spectral, space: [...pair(spectral.space), -1] }, shape, facts);
  return {
    ...image,
    spectrum: {
      axis,
      image: {
        ...image,
        size: map3((i) => (spectral.space[i] < 0 ? 1 : shape[spectral.space[i]]!)),
        spacing: plane.spacing,
        unit: plane.unit,
        channels: [],
        times: 1,
        reader: (place) => datasetReader(tree.file, dataset, type, spectral, place),
      },
    },
  };
}

function pair([x, y]: Vec3): readonly [number, number] {
  return [x, y];
}

async function factsOf(context: DatasetContext): Promise<readonly DatasetFacts[] | 'no-image'> {
  const facts: DatasetFacts[] = [];
  for (const convention of CONVENTIONS) {
    const said = await convention(context);
    if (said === 'no-image') return said;
    if (said !== undefined) facts.push(said);
  }
  return facts;
}

function compressed(name: string, path: string, filter: string): VoxmetryError {
  return new VoxmetryError(
    'unsupported-format',
    `${name}: ${path} is compressed with ${filter}, which h5wasm does not read. ` +
      'Store it with deflate: h5repack -f GZIP=4 in.h5 out.h5.',
  );
}
