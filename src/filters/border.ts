import { DTYPES, type Dtype } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import type { GridMeta } from '../recipe/meta.js';
import { number, oneOf } from '../recipe/params.js';

/** What a filter reads outside the volume. */
export const BORDERS = ['reflect', 'nearest', 'constant'] as const satisfies readonly Border[];

/**
 * What a filter reads outside the volume: 'reflect' (d c b a | a b c d), 'nearest' or 'constant'.
 */
export type Border = 'reflect' | 'nearest' | 'constant';

/**
 * The parameters that say what a filter reads outside the volume: `border`, and `value` for
 * 'constant'.
 */
export const borderParams = {
  border: oneOf(
    BORDERS,
    'reflect',
    'What is read beyond the volume: mirrored voxels, the nearest voxel, or a constant.',
  ),
  value: number(
    { default: 0, unit: 'intensity' },
    "The constant beyond the volume, where border is 'constant'.",
  ),
} as const;

/** Throws `invalid-argument` where the constant of a border is no value of the volume's dtype. */
export function checkBorderValue(
  op: string,
  volume: GridMeta,
  border: Border,
  value: number,
): void {
  if (border !== 'constant') return;
  const { min, max, integer } = DTYPES[volume.storage as Dtype];
  if (integer && !(Number.isInteger(value) && value >= min && value <= max))
    throw invalidArgument(
      op,
      'value',
      value,
      `an integer from ${String(min)} to ${String(max)}, as the volume is ${volume.storage}; cast it for others`,
    );
}

/** Throws `invalid-argument` where a constant is no value of a grid of any kind. */
export function checkFill(op: string, grid: GridMeta, value: number): void {
  const refuse = (allowed: string): Error => invalidArgument(op, 'value', value, allowed);
  if (grid.kind === 'mask' && value !== 0 && value !== 1) throw refuse('0 or 1, as a mask holds');
  if (grid.phases !== undefined && !Object.values(grid.phases).includes(value))
    throw refuse(`the code of a phase: ${Object.values(grid.phases).join(', ')}`);
  if (grid.storage === 'bit') return;
  const { min, max, integer } = DTYPES[grid.storage];
  if (integer && !(Number.isInteger(value) && value >= min && value <= max))
    throw refuse(
      `an integer from ${String(min)} to ${String(max)}, as the grid is ${grid.storage}`,
    );
}

/** The bits of a border's constant as a voxel of a dtype. */
export function borderBits(value: number, dtype: Dtype): number {
  if (dtype === 'f32') return new Uint32Array(Float32Array.of(value).buffer)[0]!;
  return (value & (2 ** DTYPES[dtype].bits - 1)) >>> 0;
}
