import { implementOnHost } from '../implement/index.js';
import { AXIS_INDEX } from '../recipe/geometry.js';
import type { ColumnExtents } from './column_extents.js';
import { facePoints, type End } from './height_field.js';
import { layer, type LayerValue, type Roughness } from './layer.js';
import { fitPolynomial } from './polynomial_fit.js';

function roughnessOf(extents: ColumnExtents, end: End): Roughness {
  const step = extents.spacing[AXIS_INDEX[extents.axis]];
  const { residuals } = fitPolynomial(facePoints(extents, end), 1, false, step);
  const n = residuals.length;
  return {
    Sa: residuals.reduce((sum, r) => sum + Math.abs(r), 0) / n,
    Sq: Math.sqrt(residuals.reduce((sum, r) => sum + r * r, 0) / n),
  };
}

/** {@link layer}, on the host. */
export const layerOnHost = implementOnHost(layer, ({ inputs: { extents, region } }): LayerValue => {
  const { axis, axes, size, first, last, count, spacing, unit } = extents;
  const step = spacing[AXIS_INDEX[axis]];
  const data = Float64Array.from(count, (n, i) =>
    n === 0 ? 0 : step * (last[i]! - first[i]! + 1),
  );
  const material = Float64Array.from(count, (n) => step * n);
  const covered = data.filter((t) => t > 0);
  const n = covered.length;
  const mean = covered.reduce((sum, t) => sum + t, 0) / n;
  const none = n === 0;
  return {
    axis,
    unit,
    map: {
      data,
      material,
      size,
      axes,
      spacing: [spacing[AXIS_INDEX[axes[0]]], spacing[AXIS_INDEX[axes[1]]]],
      unit,
    },
    coverage: n / (region?.count.filter((each) => each > 0).length ?? data.length),
    mean: none ? null : mean,
    std: none ? null : Math.sqrt(covered.reduce((sum, t) => sum + (t - mean) ** 2, 0) / n),
    min: none ? null : covered.reduce((a, b) => Math.min(a, b), Infinity),
    max: none ? null : covered.reduce((a, b) => Math.max(a, b), 0),
    meanMaterial: none ? null : material.reduce((sum, t) => sum + t, 0) / n,
    roughness: none ? null : { lower: roughnessOf(extents, 0), upper: roughnessOf(extents, 1) },
  };
});
