// Voxels of materials for programs that simulate on them: bytes, and a JSON of what they are.
import { invalidArgument } from '../recipe/errors.js';
import { volumeOf } from '../recipe/geometry.js';
import type { PhaseVoxels } from './phase_mesh.js';

/** What the bytes of a {@link VoxelGridFiles} are, in NumPy's words. */
export interface VoxelGridSide {
  /** The name of the file of bytes. */
  readonly file: string;
  readonly dtype: 'uint8';
  /** Slices, rows, columns: z, y, x, as NumPy's shape in order 'C' (x fastest). */
  readonly shape: readonly [number, number, number];
  readonly order: 'C';
  readonly axes: 'zyx';
  /** Edge of a voxel along z, y, x, in `unit`. */
  readonly spacing: readonly [number, number, number];
  /** Centre of the first voxel along z, y, x, in `unit`. */
  readonly origin: readonly [number, number, number];
  readonly unit: string;
  /** The code of each material. */
  readonly phases: Readonly<Record<string, number>>;
}

/** The two files of a grid of voxels. */
export interface VoxelGridFiles {
  /** A byte of each voxel, x fastest. */
  readonly raw: Uint8Array<ArrayBuffer>;
  readonly side: VoxelGridSide;
}

/**
 * Voxels of materials as raw bytes and a JSON beside them, which any program with NumPy reads, and
 * so TauFactor, PuMA and lattice Boltzmann codes: `docs/simulation.md` says how. The file's name
 * tells size and type, so that `lab.open` reads it without options.
 *
 * @param options - `codes`: the code of each material, `phases.codes`; `name`: what the file's name
 * begins with, default 'phases'.
 * @throws VoxmetryError `invalid-argument` for voxels whose code has no name, or another length.
 * @example
 * ```ts
 * import { voxelGrid } from 'voxmetry/simulation';
 * const voxels = { data: [0, 1], size: [2, 1, 1], spacing: [1, 1, 1], unit: 'µm' } as const;
 * const { raw, side } = voxelGrid(voxels, { codes: { pore: 0, solid: 1 } });
 * console.assert(raw.join() === '0,1' && side.shape.join() === '1,1,2');
 * console.assert(side.file === 'phases_2x1x1_uint8.raw');
 * ```
 */
export function voxelGrid(
  voxels: PhaseVoxels,
  {
    codes,
    name = 'phases',
  }: { readonly codes: Readonly<Record<string, number>>; readonly name?: string },
): VoxelGridFiles {
  const { data, size, spacing, origin = [0, 0, 0], unit } = voxels;
  const op = 'voxelGrid';
  if (data.length !== volumeOf(size))
    throw invalidArgument(op, 'data', `${String(data.length)} codes`, String(volumeOf(size)));
  const known = new Set(Object.values(codes));
  const raw = Uint8Array.from({ length: data.length }, (_, i) => {
    const code = data[i]!;
    if (!known.has(code) || code > 255 || code < 0 || !Number.isInteger(code))
      throw invalidArgument(op, 'codes', code, `${[...known].join(', ')}, 0 to 255`);
    return code;
  });
  return {
    raw,
    side: {
      file: `${name}_${size.join('x')}_uint8.raw`,
      ...{ dtype: 'uint8', order: 'C', axes: 'zyx' },
      shape: [size[2], size[1], size[0]],
      spacing: [spacing[2], spacing[1], spacing[0]],
      origin: [origin[2], origin[1], origin[0]],
      unit,
      phases: { ...codes },
    },
  };
}
