import type { Dtype, Storage } from './dtype.js';
import type { Vec3 } from './geometry.js';

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
