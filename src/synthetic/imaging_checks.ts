import { invalidArgument } from '../recipe/errors.js';
import { volumeOf } from '../recipe/geometry.js';
import type { ImagingOptions } from './imaging.js';
import type { VoxelGrid } from './voxelise.js';

const OP = 'simulateImaging';

/** Refuses options of an imaging that are out of range, or that exclude each other. */
export function checkImaging(
  structure: ArrayLike<number>,
  grid: VoxelGrid,
  options: ImagingOptions,
): void {
  const { pore = 0, solid = 1, perCount, chargingLength = 1, blur = 0, levels } = options;
  const { noise = 0, shot = 0, shineThrough = 0, grain = 0 } = options;
  const { blurGrowth = 0, edges = 0, charging = 0, deviations } = options;
  if (structure.length !== volumeOf(grid.size))
    throw invalidArgument(OP, 'structure.length', structure.length, String(volumeOf(grid.size)));
  for (const [name, level] of Object.entries({ pore, solid }))
    if (!(level >= 0 && level <= 65535)) throw invalidArgument(OP, name, level, '0 … 65535');
  const amounts = { noise, shot, shineThrough, grain, blurGrowth, edges, charging };
  for (const [name, amount] of Object.entries(amounts))
    if (!isAmount(amount)) throw invalidArgument(OP, name, amount, 'a number ≥ 0');
  const blurs = typeof blur === 'number' ? [blur, blur, blur] : blur;
  if (!(blurs.length === 3 && blurs.every(isAmount)))
    throw invalidArgument(OP, 'blur', blur, 'a number ≥ 0, or three of them');
  for (const [name, amount] of Object.entries({ chargingLength, perCount }))
    if (amount !== undefined && !(isAmount(amount) && amount > 0))
      throw invalidArgument(OP, name, amount, 'a number above 0');
  if (perCount !== undefined && (grain > 0 || deviations !== undefined))
    throw invalidArgument(OP, 'perCount', perCount, 'none beside `grain` or `deviations`');
  if (deviations !== undefined && !deviations.every(isAmount))
    throw invalidArgument(OP, 'deviations', deviations, 'two numbers ≥ 0');
  if (deviations !== undefined && pore === solid)
    throw invalidArgument(OP, 'deviations', deviations, 'none where both levels are the same');
  if (levels !== undefined && (shineThrough > 0 || deviations !== undefined))
    throw invalidArgument(OP, 'levels', levels, 'none beside `shineThrough` or `deviations`');
  if (levels !== undefined) checkLevels(structure, levels);
}

function isAmount(amount: number): boolean {
  return amount >= 0 && amount < Infinity;
}

/** Refuses levels that are none, or that a number of the structure has none of. */
function checkLevels(structure: ArrayLike<number>, levels: readonly number[]): void {
  if (!(levels.length >= 2 && levels.every((level) => level >= 0 && level <= 65535)))
    throw invalidArgument(OP, 'levels', levels, 'two or more of 0 … 65535');
  for (let i = 0; i < structure.length; i += 1)
    if (!(Number.isInteger(structure[i]) && structure[i]! >= 0 && structure[i]! < levels.length))
      throw invalidArgument(
        OP,
        `structure[${String(i)}]`,
        structure[i],
        `a whole number below ${String(levels.length)}, the number of levels`,
      );
}
