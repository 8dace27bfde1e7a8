import { VoxmetryError } from '../recipe/errors.js';

/** Refuses infinite diameters, which result where there is no background. */
export function refuseEndless(op: string, endless: number): void {
  if (endless > 0)
    throw new VoxmetryError(
      'invalid-argument',
      `${op}: there is no background, so balls have no end. Take a volume that holds some, or border: 'background'.`,
      { op, details: { voxels: endless } },
    );
}
