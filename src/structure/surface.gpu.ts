import { implementOnHost } from '../implement/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import { AXIS_INDEX } from '../recipe/geometry.js';
import { columnPosition, facePoints, type End } from './height_field.js';
import { medianMap } from './median_map.js';
import { BIWEIGHT, fitPolynomial, robustScale, valueOf } from './polynomial_fit.js';
import { surface, type SurfaceValue } from './surface.js';

/** {@link surface}, on the host. */
export const surfaceOnHost = implementOnHost(surface, ({ inputs, params }): SurfaceValue => {
  const { extents } = inputs;
  const { side, model, robust, window } = params;
  const { axis, axes, size, count, spacing, origin, unit } = extents;
  const end = Number(side[1]) as End;
  const points = facePoints(extents, end);
  if (points.column.length === 0)
    throw new VoxmetryError(
      'empty-phase',
      'surface: the mask is empty, so it has no face. Check the threshold, or crop to the layer.',
      { op: 'surface', details: { parameter: 'mask', voxels: 0 } },
    );
  const a = AXIS_INDEX[axis];
  const step = spacing[a];
  const fit =
    model === 'median' ? undefined : fitPolynomial(points, model === 'plane' ? 1 : 2, robust, step);
  let heights: Float64Array;
  if (fit === undefined) {
    const indices = end === 0 ? extents.first : extents.last;
    const outer = end === 0 ? -0.5 : 0.5;
    heights = medianMap(indices, (i) => count[i]! > 0, size, window).map(
      (index) => origin[a] + (index + outer) * step,
    );
  } else
    heights = Float64Array.from(count, (_, i) =>
      valueOf(fit.polynomial, ...columnPosition(extents, i)),
    );
  const residuals = Float64Array.from(
    points.column,
    (column, p) => points.height[p]! - heights[column]!,
  );
  const scale = fit?.scale ?? robustScale(residuals, step);
  const far = residuals.filter((r) => Math.abs(r) > BIWEIGHT * scale).length;
  return {
    side,
    model,
    robust,
    axes,
    size,
    spacing: [spacing[AXIS_INDEX[axes[0]]], spacing[AXIS_INDEX[axes[1]]]],
    unit,
    heights,
    columns: points.column.length,
    scale,
    outliers: far / points.column.length,
    polynomial: fit?.polynomial ?? null,
  };
});
