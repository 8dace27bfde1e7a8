import type { StoredType } from '../sample_type.js';
import type { LibraryMetadata } from './library.js';

/** Classes of types, by the numbers of the format. */
const [INTEGER, FLOAT, TEXT, BITS, ENUMERATION] = [0, 1, 3, 4, 8];

const NAMES: Readonly<Record<number, string>> = {
  2: 'times',
  3: 'text',
  5: 'opaque values',
  6: 'records',
  7: 'references',
  9: 'lists of any length',
  10: 'arrays',
};

/** Filters of the format itself and what undoes them; others are no part of the library. */
const READ_FILTERS = [1, 2, 3, 6];

const FILTER_NAMES: Readonly<Record<number, string>> = {
  4: 'SZIP',
  5: 'N-bit',
  257: 'a filter of PyTables (LZO)',
  305: 'LZO',
  307: 'bzip2',
  32000: 'LZF',
  32001: 'Blosc',
  32004: 'LZ4',
  32008: 'bitshuffle',
  32013: 'ZFP',
  32015: 'Zstandard',
  32017: 'SZ',
  32019: 'JPEG',
  32026: 'Blosc2',
};

/** How the values of a type are stored; a text says why they are none that is read. */
export function storedTypeOf(metadata: LibraryMetadata): StoredType | { readonly refused: string } {
  const { type, size, signed, vlen } = metadata;
  const whole =
    type === INTEGER || type === BITS || (type === ENUMERATION && metadata.enum_type?.type === 0);
  if (whole && !vlen) {
    const wide = `${signed && type !== BITS ? 'i' : 'u'}${8 * size}`;
    if ([1, 2, 4, 8].includes(size)) return wide as StoredType;
  }
  if (type === FLOAT && [2, 4, 8].includes(size)) return `f${8 * size}` as StoredType;
  return { refused: `it holds ${NAMES[type] ?? `numbers of ${8 * size} bits`}` };
}

export function isText({ type }: LibraryMetadata): boolean {
  return type === TEXT;
}

/** The filter that keeps a dataset from being read, by name; undefined where there is none. */
export function unreadFilter(
  filters: readonly { readonly id: number; readonly name: string }[],
): string | undefined {
  const filter = filters.find(({ id }) => !READ_FILTERS.includes(id));
  if (filter === undefined) return undefined;
  return `${FILTER_NAMES[filter.id] ?? (filter.name.slice(0, 40) || 'a filter')} (filter ${filter.id})`;
}
