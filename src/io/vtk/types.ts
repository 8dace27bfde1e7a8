import { VoxmetryError } from '../../recipe/errors.js';
import { damagedFile } from '../damaged_file.js';
import type { StoredType } from '../sample_type.js';
import { TYPES_BY_NAME } from '../sample_type.js';

/** Names of types in files of VTK, old and XML. */
const TYPES: Readonly<Record<string, StoredType>> = {
  ...TYPES_BY_NAME,
  unsigned_char: 'u8',
  char: 'i8',
  signed_char: 'i8',
  unsigned_short: 'u16',
  short: 'i16',
  unsigned_int: 'u32',
  int: 'i32',
  float: 'f32',
  double: 'f64',
  vtktypeint64: 'i64',
  vtktypeuint64: 'u64',
};

/** Bytes of a value of types that are known and not read, so that they can be skipped. */
const UNREAD: Readonly<Record<string, number>> = {
  long: 8,
  unsigned_long: 8,
  vtkidtype: 8,
};

export function vtkType(name: string): StoredType | undefined {
  return TYPES[name.toLowerCase()];
}

/** Bytes of a value of a type that is not read; undefined where it is unknown. */
export function unreadBytes(name: string): number | undefined {
  return UNREAD[name.toLowerCase()];
}

export function damaged(name: string, reason: string): VoxmetryError {
  return damagedFile('VTK file', name, reason);
}

export function unsupported(name: string, reason: string): VoxmetryError {
  return new VoxmetryError('unsupported-format', `${name}: ${reason}.`);
}
