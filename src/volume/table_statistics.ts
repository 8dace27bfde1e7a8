import { invalidArgument } from '../recipe/errors.js';
import { knownOptions, optionsOf, parseParams } from '../recipe/options.js';
import { flag, integer, nullable, number, numbers, oneOf, text, texts } from '../recipe/params.js';
import { correlate, type Correlations } from '../stats/distributions/correlation.js';
import { kernelDensity, type KernelDensity } from '../stats/distributions/density.js';
import {
  histogramOfValues,
  type BinChoice,
  type ColumnHistogram,
} from '../stats/distributions/histogram_of_values.js';
import { logNormalFit, type LogNormalFit } from '../stats/distributions/log_normal.js';
import { dValues, type DValues } from '../stats/distributions/percentiles.js';
import { sampleOf, type Sample } from '../stats/distributions/sample.js';
import type { ColumnValues } from '../recipe/table_data.js';

/** What the values of a column count. */
export interface WeightOptions {
  /**
   * A column that says how much each row counts, such as 'volume', or several whose product does:
   * `['borderWeight', 'volume']`. Rows of weight 0 are left out. Default: all count the same.
   */
  readonly weight?: string | readonly string[] | undefined;
}

/** How a histogram of a column is made. */
export interface ColumnHistogramOptions extends WeightOptions, BinChoice {}

/** How a density of a column is made. */
export interface DensityOptions extends WeightOptions {
  /** Standard deviation of the Gaussian, in the column's unit. Default: Silverman's rule. */
  readonly bandwidth?: number | undefined;
  /** Where the density is given: so many points from end to end. Default 256. */
  readonly points?: number | undefined;
}

/** Which percentiles are wanted. */
export interface DValuesOptions extends WeightOptions {
  /** Fractions from 0 to 1. Default [0.1, 0.5, 0.9]: D10, D50 and D90. */
  readonly p?: readonly number[] | undefined;
}

/** The D-values of one class. */
export interface ClassSummary extends DValues {
  readonly class: number;
  readonly min: number | null;
  readonly max: number | null;
}

/** The cumulative distribution of a column. */
export interface Cumulative {
  /** Rising values, one per row that has one. */
  readonly value: Float64Array;
  /** The part of the weight up to and with each. */
  readonly fraction: Float64Array;
  readonly count: number;
  readonly missing: number;
}

/** What statistics need of a table. */
interface Columns {
  column(name: string): ColumnValues;
}

/** Statistics of columns: methods of a table. */
export const tableStatistics = {
  /**
   * A histogram of a column, with its edges.
   * Literature: Freedman and Diaconis, Z. Wahrscheinlichkeitstheorie verw. Geb. 57 (1981) 453.
   *
   * @param options - `bins`: their number (default by Freedman and Diaconis), or `edges`: rising
   * numbers; `log`: of equal width of the logarithm (values that are not positive lie below);
   * `weight`.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 0, 2, 2, 0, 3, 3]), size: [7, 1, 1] });
   * const table = await scan.toLabels().measure(); // objects of 1, 2 and 2 voxels
   * console.assert(table.histogram('voxels', { edges: [1, 2, 3] }).counts.join() === '1,2');
   * console.assert(
   *   table.histogram('voxels', { edges: [1, 2, 3], weight: 'volume' }).counts.join() === '1,4',
   * );
   * await lab.dispose();
   * ```
   */
  histogram(this: Columns, name: string, options: ColumnHistogramOptions = {}): ColumnHistogram {
    const { weight, edges, ...rest } = optionsOf('histogram', options);
    const { bins, log } = parseParams(
      'histogram',
      { bins: nullable(integer({ min: 1, max: 1_000_000 })), log: flag(false) },
      rest,
    ) as { bins: number | null; log: boolean };
    const isRising = (list: readonly number[]): boolean =>
      list.length > 1 && list.every((e, i) => Number.isFinite(e) && (i === 0 || e > list[i - 1]!));
    if (edges !== undefined && !(Array.isArray(edges) && isRising(edges as number[])))
      throw invalidArgument('histogram', 'edges', edges, 'at least two rising numbers');
    if (edges !== undefined && (bins !== null || log))
      throw invalidArgument('histogram', 'edges', edges, 'edges alone, or bins and log');
    return histogramOfValues(sampleIn(this, 'histogram', name, weight), {
      edges,
      bins: bins ?? undefined,
      log,
    });
  },

  /**
   * The cumulative distribution of a column.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({
   *   data: new Uint8Array([1, 0, 2, 2, 0, 3, 3, 3]),
   *   size: [8, 1, 1],
   * });
   * const table = await scan.toLabels().measure();
   * const { value, fraction } = table.cumulative('voxels', { weight: 'volume' });
   * console.assert(value.join() === '1,2,3' && fraction[0] === 1 / 6 && fraction[1] === 1 / 2);
   * await lab.dispose();
   * ```
   */
  cumulative(this: Columns, name: string, options: WeightOptions = {}): Cumulative {
    const { weight } = knownOptions('cumulative', options, ['weight']);
    const { values, weights, missing } = sampleIn(this, 'cumulative', name, weight);
    const fraction = new Float64Array(values.length);
    let sum = 0;
    for (let i = 0; i < values.length; i += 1) fraction[i] = sum += weights?.[i] ?? 1;
    return { value: values, fraction: fraction.map((f) => f / sum), count: values.length, missing };
  },

  /**
   * The density of a column by Gaussians (kernel density estimate).
   * Literature: Silverman, Density Estimation (1986) 3.31, for the width.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({
   *   data: new Uint8Array([1, 0, 2, 2, 0, 3, 3, 3]),
   *   size: [8, 1, 1],
   * });
   * const table = await scan.toLabels().measure();
   * const { at, density } = table.density('voxels', { bandwidth: 0.1 });
   * const area = density.reduce((sum, d) => sum + d) * (at[1]! - at[0]!);
   * console.assert(Math.abs(area - 1) < 0.01); // per voxel: it integrates to 1
   * await lab.dispose();
   * ```
   */
  density(this: Columns, name: string, options: DensityOptions = {}): KernelDensity {
    const { weight, ...rest } = optionsOf('density', options);
    const { bandwidth, points } = parseParams(
      'density',
      {
        bandwidth: nullable(number({ above: 0 })),
        points: integer({ default: 256, min: 2, max: 65536 }),
      },
      rest,
    ) as { bandwidth: number | null; points: number };
    return kernelDensity(sampleIn(this, 'density', name, weight), {
      bandwidth: bandwidth ?? undefined,
      points,
    });
  },

  /**
   * D-values of a column with 95 % intervals, and its mean with one by Student's t. A D-value is
   * the smallest value whose cumulative weight reaches the fraction `p`. Without a `weight` its
   * interval is that of order statistics, which is exact; with one it is found from scores (the
   * weight up to a value less the part `p` of all weight), widened for their skewness. Intervals
   * cover the sampling of objects that do not depend on each other, and are null below 30 values,
   * and where so few large values carry the weight that an interval would mean nothing.
   * `sizeDistribution()` also makes up for objects at the border and for neighbours that are alike.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 0, 1, 1, 0, 1]), size: [6, 1, 1] });
   * const table = await scan.threshold({ lo: 1 }).components().measure();
   * const { percentiles, missing } = table.dValues('volume', { p: [0.5] });
   * console.assert(percentiles[0]?.value === 1 && missing === 0);
   * await lab.dispose();
   * ```
   */
  dValues(this: Columns, name: string, options: DValuesOptions = {}): DValues {
    const { sample, p } = dValuesOf(this, 'dValues', name, options);
    return dValues(sample, p);
  },

  /**
   * D-values, mean and range of a column for every class of rows: those with equal values in the
   * column `by`.
   *
   * @throws VoxmetryError `invalid-argument` where there are more than 10,000 classes.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 0, 2, 2, 0, 3, 3]), size: [7, 1, 1] });
   * const table = await scan.toLabels().measure();
   * const classes = table.summaries('label', { by: 'voxels', p: [1] });
   * console.assert(classes.map((c) => c.class).join() === '1,2' && classes[1]?.mean.value === 2.5);
   * await lab.dispose();
   * ```
   */
  summaries(
    this: Columns,
    name: string,
    options: DValuesOptions & { readonly by: string },
  ): ClassSummary[] {
    const { by, ...rest } = optionsOf('summaries', options);
    const classes = named(this, 'summaries', 'by', by);
    const rows = new Map<number, number[]>();
    for (let row = 0; row < classes.length; row += 1) {
      const own = rows.get(classes[row]!);
      if (own !== undefined) own.push(row);
      else if (rows.size < 10_000) rows.set(classes[row]!, [row]);
      else throw invalidArgument('summaries', 'by', by, 'a column of at most 10,000 values');
    }
    const values = named(this, 'summaries', 'column', name);
    const weights =
      rest.weight === undefined ? undefined : weightsOf(this, 'summaries', rest.weight);
    const { p } = dValuesOf(this, 'summaries', name, rest);
    return [...rows]
      .sort(([a], [b]) => a - b)
      .map(([value, own]) => {
        const sample = sampleOf(
          own.map((row) => values[row]!),
          weights && own.map((row) => weights[row]!),
        );
        return {
          class: value,
          ...dValues(sample, p),
          min: sample.values[0] ?? null,
          max: sample.values.at(-1) ?? null,
        };
      });
  },

  /**
   * A log-normal distribution fitted to the positive values of a column, by the moments of their
   * logarithms. The natural logarithm. Its `distance` is that of Kolmogorov and Smirnov: how far
   * data and fit are apart.
   *
   * @param options - `weight`: 'borderWeight' makes up for large objects that the border cuts.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 0, 2, 2, 2, 2]), size: [6, 1, 1] });
   * const table = await scan.toLabels().measure(); // 1 and 4 voxels
   * const { median, mu } = table.logNormal('voxels');
   * // the geometric mean
   * console.assert(Math.abs(median! - 2) < 1e-9 && Math.abs(mu! - Math.log(2)) < 1e-9);
   * await lab.dispose();
   * ```
   */
  logNormal(this: Columns, name: string, options: WeightOptions = {}): LogNormalFit {
    const { weight } = knownOptions('logNormal', options, ['weight']);
    return logNormalFit(sampleIn(this, 'logNormal', name, weight));
  },

  /**
   * Correlations between columns, every two over the rows where both have values.
   *
   * @param options - `method`: 'pearson' (default), of the values; 'spearman', of their ranks.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({
   *   data: new Uint8Array([1, 0, 2, 2, 0, 3, 3, 3]),
   *   size: [8, 1, 1],
   * });
   * const table = await scan.toLabels().measure();
   * const { matrix } = table.correlations(['voxels', 'equivalentDiameter'], {
   *   method: 'spearman',
   * });
   * console.assert(Math.abs(matrix[0]![1]! - 1) < 1e-12); // of equal order
   * await lab.dispose();
   * ```
   */
  correlations(
    this: Columns,
    names: readonly string[],
    options: { readonly method?: 'pearson' | 'spearman' | undefined } = {},
  ): Correlations {
    const parsed = parseParams(
      'correlations',
      { names: texts(), method: oneOf(['pearson', 'spearman'], 'pearson') },
      { ...optionsOf('correlations', options), names },
    ) as { names: string[]; method: 'pearson' | 'spearman' };
    const columns = parsed.names.map((name) => named(this, 'correlations', 'names', name));
    return correlate(parsed.names, columns, parsed.method);
  },
};

function named(table: Columns, op: string, parameter: string, name: unknown): ColumnValues {
  const parsed = text().parse(name);
  if (parsed === undefined) throw invalidArgument(op, parameter, name, 'the name of a column');
  return table.column(parsed);
}

/** The weights of rows: a column, or the product of several. */
function weightsOf(
  table: Columns,
  op: string,
  weight: string | readonly string[],
): ArrayLike<number> {
  if (!Array.isArray(weight)) return named(table, op, 'weight', weight);
  const [first, ...others] = (weight as readonly unknown[]).map((name) =>
    named(table, op, 'weight', name),
  );
  if (first === undefined)
    throw invalidArgument(op, 'weight', weight, 'the name of a column, or a list of names');
  return others.reduce<Float64Array>(
    (product, column) => product.map((value, row) => value * column[row]!),
    Float64Array.from(first),
  );
}

function sampleIn(
  table: Columns,
  op: string,
  name: string,
  weight: string | readonly string[] | undefined,
): Sample {
  return sampleOf(
    named(table, op, 'column', name),
    weight === undefined ? undefined : weightsOf(table, op, weight),
  );
}

function dValuesOf(
  table: Columns,
  op: string,
  name: string,
  options: DValuesOptions,
): { sample: Sample; p: readonly number[] } {
  const { weight, p = [0.1, 0.5, 0.9], ...rest } = optionsOf(op, options);
  const parsed = parseParams(op, { p: numbers() }, { ...rest, p }) as { p: number[] };
  if (!parsed.p.every((level) => level >= 0 && level <= 1))
    throw invalidArgument(op, 'p', p, 'fractions from 0 to 1');
  return { sample: sampleIn(table, op, name, weight), p: parsed.p };
}
