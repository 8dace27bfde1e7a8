import { VoxmetryError } from '../recipe/errors.js';
import type { Vec3 } from '../recipe/geometry.js';
import type { Mask } from '../volume/handles.js';
import { curvesOf, meanCurves, type StructureCurves } from './curves.js';
import { boxesOf } from './estimate_imaging.js';

/** Boxes of a large mask that its curves are the mean of. */
export const BOXES = 8;

/** The mean curves of boxes of a mask; refuses a mask of one material. */
export async function curvesOfMask(
  op: string,
  mask: Mask,
  size: Vec3,
  signal: AbortSignal | undefined,
): Promise<StructureCurves> {
  const pieces: StructureCurves[] = [];
  for (const region of boxesOf(mask.size, size, BOXES)) {
    const { data, spacing } = await mask.read({ region }).run({ signal });
    pieces.push(curvesOf({ data, size, spacing }));
  }
  const curves = meanCurves(pieces);
  if (!(curves.fraction > 0 && curves.fraction < 1 && Math.min(...curves.faces) > 0))
    throw new VoxmetryError(
      'empty-phase',
      `${op}: the mask has no faces along some axis; take a mask of two materials.`,
      { op, details: { fraction: curves.fraction } },
    );
  return curves;
}
