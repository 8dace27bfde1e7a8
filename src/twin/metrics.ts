import type { Mask } from '../volume/handles.js';
import type { Query } from '../volume/query.js';

/** A number that is measured of a mask. Made by {@link metric}. */
export interface TwinMetric {
  /** The query that gives it, of the mask or of what is made of it. */
  readonly query: Query<unknown>;
  /** The number in what the query gives; null where there is none. */
  readonly value: (result: unknown) => number | null;
}

/**
 * A number that twins are measured for: a query that goes through the mask, and which number of its
 * result is meant.
 *
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * import { metric } from 'voxmetry/twin';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([0, 9, 9, 0]), size: [4, 1, 1] });
 * const { query, value } = metric(scan.otsu().fraction(), (result) => result.value);
 * console.assert(value(await query) === 0.5);
 * await lab.dispose();
 * ```
 */
export function metric<T>(query: Query<T>, value: (result: T) => number | null): TwinMetric {
  // The number is read of what this very query gives.
  return { query, value: value as (result: unknown) => number | null };
}

/**
 * The numbers that are measured where none are named, of a mask of solid: `fraction`; `surface` per
 * volume (Crofton, 13 directions); `tortuosity` factor of what is not in the mask, along z; `d50`
 * of the diameters of its parts, by volume.
 *
 * @param mask - The solid.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * import { standardMetrics } from 'voxmetry/twin';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([0, 9, 9, 0]), size: [4, 1, 1] });
 * const { fraction } = standardMetrics(scan.otsu());
 * console.assert(fraction.value(await fraction.query) === 0.5);
 * await lab.dispose();
 * ```
 */
export function standardMetrics(
  mask: Mask,
): Readonly<Record<'fraction' | 'surface' | 'tortuosity' | 'd50', TwinMetric>> {
  return {
    fraction: metric(mask.fraction(), ({ value }) => value),
    surface: metric(mask.surfaceArea(), ({ perVolume }) => perVolume),
    tortuosity: metric(
      mask.invert().tortuosity({ axis: 'z' }),
      ({ tortuosityFactor }) => tortuosityFactor,
    ),
    d50: metric(mask.separate().sizeDistribution(), ({ volume }) => volume.d50.value),
  };
}
