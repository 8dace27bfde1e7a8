import type { Dtype, Storage } from './dtype.js';
import type { Vec3 } from './geometry.js';
import type { MeshData } from './mesh_data.js';
import type { NetworkData, TableData } from './table_data.js';

/** The four kinds of grid: intensities, booleans, named materials, numbered objects. */
export type GridKind = 'volume' | 'mask' | 'phases' | 'labels';

/** Everything known of a grid before it is computed. */
export interface GridMeta {
  readonly kind: GridKind;
  /** How voxels are stored: a mask is always `bit`, phases `u8`, labels `u32`. */
  readonly storage: Storage;
  /** Voxels along x, y, z. */
  readonly size: Vec3;
  /** Distance between voxel centres along x, y, z, in `unit`. */
  readonly spacing: Vec3;
  /** Unit of `spacing` and `origin`, as read ('µm', 'nm', …); 'px' where the file has none. */
  readonly unit: string;
  /** Physical position of the centre of voxel (0,0,0). */
  readonly origin: Vec3;
  /** Phases only: the code of each named material. */
  readonly phases?: Readonly<Record<string, number>>;
}

/** The storage that a kind of grid must have; a volume may have any dtype. */
export function storageOfKind(kind: GridKind, dtype: Dtype): Storage {
  if (kind === 'mask') return 'bit';
  if (kind === 'phases') return 'u8';
  return kind === 'labels' ? 'u32' : dtype;
}

/**
 * What a node yields: a grid, one number that other nodes may take as a parameter, or a value of a
 * type.
 */
export type ResultMeta = GridMeta | ScalarMeta | ValueMeta;

/** One number, which other nodes may take as a parameter. */
export interface ScalarMeta {
  readonly kind: 'scalar';
}

/**
 * How a value reaches the user: `plain`, as it is; `result`, an object to which the provenance is
 * added; `table`, `contacts`, `network` and `mesh`, wrapped in the class of that name.
 */
export type ValueForm = 'plain' | 'result' | 'table' | 'contacts' | 'network' | 'mesh';

/** A value of type `T`. */
export interface ValueMeta<T = unknown, F extends ValueForm = ValueForm> {
  readonly kind: 'value';
  readonly form: F;
  /** For the compiler alone. Never set. */
  readonly type?: T;
}

/** What ops yield that give no grid; the type argument is the type of the value. */
export const yields = {
  /** One number, which other nodes may take as a parameter. */
  scalar: (): ScalarMeta => ({ kind: 'scalar' }),
  /** A value that reaches the user as it is, or only other ops. */
  plain: <T>(): ValueMeta<T, 'plain'> => ({ kind: 'value', form: 'plain' }),
  /** An object of numbers, to which the provenance is added. */
  result: <T extends object>(): ValueMeta<T, 'result'> => ({ kind: 'value', form: 'result' }),
  /** A table. */
  table: <T extends TableData = TableData>(): ValueMeta<T, 'table'> => ({
    kind: 'value',
    form: 'table',
  }),
  /** A table of contacts between objects. */
  contacts: (): ValueMeta<TableData, 'contacts'> => ({ kind: 'value', form: 'contacts' }),
  /** A network: a table of pores and one of throats. */
  network: (): ValueMeta<NetworkData, 'network'> => ({ kind: 'value', form: 'network' }),
  /** A surface of triangles. */
  mesh: (): ValueMeta<MeshData, 'mesh'> => ({ kind: 'value', form: 'mesh' }),
} as const;

/** The value that a node of a meta yields. */
export type ValueOf<R extends ResultMeta> = R extends ScalarMeta
  ? number
  : R extends ValueMeta<infer T>
    ? T
    : never;
