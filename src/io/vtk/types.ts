import { VoxmetryError } from '../../recipe/errors.js';
import type { StoredType } from '../sample_type.js';

/** Names of types in files of VTK, old and XML. */
const TYPES: Readonly<Record<string, StoredType>> = {
  unsigned_char: 'u8',
  char: 'i8',
  signed_char: 'i8',
  unsigned_short: 'u16',
  short: 'i16',
  unsigned_int: 'u32',
  int: 'i32',
  float: 'f32',
  double: 'f64',
  uint8: 'u8',
  int8: 'i8',
  uint16: 'u16',
  int16: 'i16',
  uint32: 'u32',
  int32: 'i32',
  float32: 'f32',
  float64: 'f64',
};

/** Bytes of a value of types that are known and not read, so that they can be skipped. */
const UNREAD: Readonly<Record<string, number>> = {
  long: 8,
  unsigned_long: 8,
  vtkidtype: 8,
  vtktypeint64: 8,
  vtktypeuint64: 8,
  int64: 8,
  uint64: 8,
};

export function vtkType(name: string): StoredType | undefined {
  return TYPES[name.toLowerCase()];
}

/** Bytes of a value of a type that is not read; undefined where it is unknown. */
export function unreadBytes(name: string): number | undefined {
  return UNREAD[name.toLowerCase()];
}

export function damaged(name: string, reason: string): VoxmetryError {
  return new VoxmetryError(
    'corrupt-file',
    `${name} is a damaged VTK file: ${reason}. Export it again.`,
  );
}

export function unsupported(name: string, reason: string): VoxmetryError {
  return new VoxmetryError('unsupported-format', `${name}: ${reason}.`);
}
