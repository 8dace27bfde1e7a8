import { VoxmetryError } from '../../recipe/errors.js';
import type { TextHeader } from '../text_header.js';

/** The fields of a NRRD header by name, lower case; key/value pairs are left out. */
export type NrrdFields = ReadonlyMap<string, string>;

/** Names of fields that mean the same. */
const SAME: Readonly<Record<string, string>> = {
  'byte skip': 'byteskip',
  'line skip': 'lineskip',
  'data file': 'datafile',
  'axis mins': 'axismins',
  'axis maxs': 'axismaxs',
};

/** Parses the lines of a header (NRRD0001 to NRRD0005, teem's definition of the format). */
export function nrrdFields({ lines }: TextHeader, name: string): NrrdFields {
  if (!/^NRRD000[1-5]$/.test(lines[0] ?? '')) {
    throw new VoxmetryError(
      'unsupported-format',
      `${name} is of a version of NRRD that is not known (${(lines[0] ?? '').slice(0, 8)}); versions 1 to 5 are read.`,
    );
  }
  const fields = new Map<string, string>();
  for (const line of lines.slice(1)) {
    if (line === '' || line.startsWith('#') || /^[^:]*:=/.test(line)) continue;
    const colon = line.indexOf(': ');
    if (colon < 0) continue;
    const field = line.slice(0, colon).trim().toLowerCase();
    fields.set(SAME[field] ?? field, line.slice(colon + 2).trim());
  }
  return fields;
}

/** The vectors of a field, `(1,0,0) none (0,0,1)`: undefined for none. */
export function vectorsOf(text: string): (readonly number[] | undefined)[] {
  return [...text.matchAll(/\(([^()]{0,200})\)|none/gi)].map(([, numbers]) =>
    numbers === undefined ? undefined : numbers.split(',').map(Number),
  );
}

/** The texts of a field between quotes, or between white space. */
export function textsOf(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
