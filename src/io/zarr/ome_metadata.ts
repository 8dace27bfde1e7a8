import type { Dtype } from '../../recipe/dtype.js';
import { NUMPY_NAMES } from '../numpy_names.js';
import type { PlacedFacts } from '../slab_stream.js';
import { canonicalUnit } from '../units.js';
import type { HalvedBy, PyramidLevel } from './pyramid.js';

/** Units as OME-Zarr spells them (UDUNITS-2). */
const UNITS: Readonly<Record<string, string>> = {
  pm: 'picometer',
  Å: 'angstrom',
  nm: 'nanometer',
  µm: 'micrometer',
  mm: 'millimeter',
  cm: 'centimeter',
  m: 'meter',
};

/** The version of OME-Zarr that is written. */
const VERSION = '0.5';

type Json = Readonly<Record<string, unknown>>;

/** The metadata of an array of a level, whose shards have a shape; axes are z, y, x in Zarr. */
export function arrayJson(
  { size, chunk }: PyramidLevel,
  shard: readonly number[],
  dtype: Dtype,
  gzip: boolean,
): Json {
  const little = { name: 'bytes', configuration: { endian: 'little' } };
  return {
    zarr_format: 3,
    node_type: 'array',
    shape: size.toReversed(),
    data_type: NUMPY_NAMES[dtype],
    chunk_grid: { name: 'regular', configuration: { chunk_shape: shard.toReversed() } },
    chunk_key_encoding: { name: 'default', configuration: { separator: '/' } },
    fill_value: 0,
    codecs: [
      {
        name: 'sharding_indexed',
        configuration: {
          chunk_shape: chunk.toReversed(),
          codecs: gzip ? [little, { name: 'gzip', configuration: { level: 6 } }] : [little],
          index_codecs: [little, { name: 'crc32c' }],
          index_location: 'end',
        },
      },
    ],
    attributes: {},
    dimension_names: ['z', 'y', 'x'],
  };
}

/** A group of Zarr whose attributes are OME's. */
export function groupJson(ome: Json): Json {
  return {
    zarr_format: 3,
    node_type: 'group',
    attributes: { ome: { version: VERSION, ...ome } },
  };
}

/** The pyramid of an image: where the centres of the voxels of each level are. */
export function multiscalesJson(
  name: string,
  { spacing, unit, origin }: PlacedFacts,
  levels: readonly PyramidLevel[],
  by: HalvedBy,
): Json {
  const known = canonicalUnit(unit);
  const axis = (axisName: string): Json => ({
    name: axisName,
    type: 'space',
    ...(known === 'px' ? {} : { unit: UNITS[known] ?? known }),
  });
  return {
    multiscales: [
      {
        name,
        type: by,
        axes: ['z', 'y', 'x'].map(axis),
        datasets: levels.map(({ factor }, i) => ({
          path: String(i),
          coordinateTransformations: [
            { type: 'scale', scale: spacing.map((d, a) => d * factor[a]!).toReversed() },
            {
              type: 'translation',
              translation: origin
                .map((o, a) => o + ((factor[a]! - 1) / 2) * spacing[a]!)
                .toReversed(),
            },
          ],
        })),
      },
    ],
  };
}

/** What labels say beside their pyramid: the image that is theirs, and names of their values. */
export function imageLabelJson({ phases }: PlacedFacts): Json {
  const properties = Object.entries(phases ?? {}).map(([name, code]) => ({
    'label-value': code,
    name,
  }));
  return {
    'image-label': {
      source: { image: '../../' },
      ...(properties.length > 0 ? { properties } : {}),
    },
  };
}
