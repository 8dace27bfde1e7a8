import { invalidArgument } from '../../recipe/errors.js';
import { compressedStream } from '../compressed.js';
import type { PlacedFacts, Slabs } from '../slab_stream.js';
import { slabBytes } from '../slab_stream.js';
import { NUMPY_NAMES } from '../numpy_names.js';
import { canonicalUnit } from '../units.js';

type Bytes = Uint8Array<ArrayBuffer>;

const TYPES = { ...NUMPY_NAMES, f32: 'float' } as const;

/**
 * Writes an attached NRRD file (NRRD0004), raw or gzip, with space directions, origin and units.
 * The space has no name: its axes are x, y, z as they are stored. Grids in px state no units.
 */
export async function* writeNrrd(
  facts: PlacedFacts,
  slabs: Slabs,
  compression: 'none' | 'gzip' = 'none',
): AsyncGenerator<Bytes, void> {
  yield new TextEncoder().encode(header(facts, compression));
  const voxels = slabBytes('writeNrrd', facts, slabs);
  yield* compression === 'gzip' ? compressedStream(voxels, 'gzip') : voxels;
}

function header(facts: PlacedFacts, compression: 'none' | 'gzip'): string {
  const { size, dtype, spacing, unit, origin } = facts;
  const directions = spacing.map(
    (distance, axis) => `(${[0, 1, 2].map((i) => (i === axis ? distance : 0)).join(',')})`,
  );
  const units = `space units: ${Array(3)
    .fill(`"${asciiUnit(unit)}"`)
    .join(' ')}`;
  return [
    'NRRD0004',
    `type: ${TYPES[dtype]}`,
    'dimension: 3',
    'space dimension: 3',
    `sizes: ${size.join(' ')}`,
    `space directions: ${directions.join(' ')}`,
    ...(canonicalUnit(unit) === 'px' ? [] : [units]),
    `space origin: (${origin.join(',')})`,
    'kinds: domain domain domain',
    'endian: little',
    `encoding: ${compression === 'gzip' ? 'gzip' : 'raw'}`,
    '',
    '',
  ].join('\n');
}

/** The format is ASCII, and some readers drop what is not: of 'µm' they would keep 'm'. */
function asciiUnit(unit: string): string {
  const text = canonicalUnit(unit).replace('µ', 'u').replace('Å', 'Angstrom');
  if (/^[ -~]+$/.test(text)) return text;
  throw invalidArgument('save', 'unit', unit, "ASCII in a NRRD file; 'ome-zarr' keeps other units");
}
