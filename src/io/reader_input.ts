import { checkOptions } from './options.js';
import type { GridSource, OpenOptions } from '../recipe/source.js';

/** A reader of the caller's with what else is said of it. */
export function describedReader(reader: GridSource, options: OpenOptions): GridSource {
  const { format, dtype, size, warnings, spacing, unit, origin } = reader;
  checkOptions({ dtype, spacing, unit, origin });
  return {
    format,
    dtype,
    size,
    warnings,
    name: options.name ?? reader.name,
    spacing: options.spacing ?? spacing,
    unit: options.unit ?? unit,
    origin: options.origin ?? origin,
    read: (region, how) => reader.read(region, how),
    close: () => {
      reader.close();
    },
  };
}
