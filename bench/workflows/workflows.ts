import { bundle, type Bundle, type Mask, type Volume } from '../../src/index.js';
import type { StackKind } from './stacks.js';

/** The numbers of a workflow, by name. */
export type Numbers = Readonly<Record<string, number>>;

/** A whole measurement: what is asked of an opened stack, and the numbers that peers give too. */
export interface Workflow {
  readonly name: string;
  readonly stack: StackKind;
  readonly ask: (scan: Volume) => Pick<Bundle<Record<string, unknown>>, 'recipe'>;
  /** The numbers, out of `results.json` and the text of the table, if there is one. */
  readonly numbers: (results: Results, table: string) => Numbers;
  /** By which part of theirs numbers may differ, 0 for equal ones. */
  readonly tolerance: Numbers;
  /** Why they differ. */
  readonly differs: string;
}

/** What `results.json` holds of the results. */
export type Results = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** As the main job finds the solid. */
function solidOf(scan: Volume): Mask {
  return scan.median({ size: 3 }).otsu();
}

const number = (results: Results, name: string, key: string): number =>
  Number(results[name]?.[key] ?? NaN);

export const WORKFLOWS: readonly Workflow[] = [
  {
    name: 'porosity',
    stack: 'grains',
    ask: (scan) => bundle({ porosity: solidOf(scan).invert().fraction() }),
    numbers: (results) => ({ porosity: number(results, 'porosity', 'value') }),
    tolerance: { porosity: 0 },
    differs: 'ours has an interval besides',
  },
  {
    name: 'particles',
    stack: 'grains',
    ask: (scan) => bundle({ table: solidOf(scan).separate().measure({ intensity: scan }) }),
    numbers: (_, table) => {
      const voxels = columnOf(table, 'voxels');
      return { particles: voxels.length, D50: medianDiameter(voxels) };
    },
    tolerance: { particles: 0.2, D50: 0.03 },
    differs: 'other maxima: by contrast here, by distance there',
  },
  {
    name: 'thickness',
    stack: 'grains',
    ask: (scan) => bundle({ thickness: solidOf(scan).thickness() }),
    numbers: (results) => ({ thickness: number(results, 'thickness', 'mean') }),
    tolerance: { thickness: 0.1 },
    differs: 'balls of every radius here, of 25 there, which leave rims of less',
  },
  {
    name: 'tortuosity',
    stack: 'grains',
    ask: (scan) => bundle({ pores: solidOf(scan).invert().tortuosity({ axis: 'z' }) }),
    numbers: (results) => ({ tortuosity: number(results, 'pores', 'tortuosityFactor') }),
    tolerance: { tortuosity: 2e-3 },
    differs: 'within 10⁻³ by the tolerance of the solver',
  },
  {
    name: 'FIB-SEM repair',
    stack: 'FIB-SEM',
    ask: (scan) => {
      const level = scan.alignSlices().removeStripes().flattenSlices();
      return bundle({ porosity: solidOf(level).invert().fraction() });
    },
    numbers: (results) => ({ porosity: number(results, 'porosity', 'value') }),
    tolerance: { porosity: 0.02 },
    differs: 'other estimators of drift, curtains and levels',
  },
];

/** The voxels of each object in a table with a head. */
export function columnOf(table: string, name: string): readonly number[] {
  const rows = table.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const at = rows[0]?.split(',').findIndex((head) => head.split(' ')[0] === name) ?? -1;
  if (at < 0) throw new Error(`The table has no column '${name}'.`);
  return rows.slice(1).map((row) => Number(row.split(',')[at]));
}

/**
 * Half of the volume is in objects whose sphere of the same volume is no wider than this; in
 * voxels.
 */
export function medianDiameter(voxels: readonly number[]): number {
  const sizes = [...voxels].sort((a, b) => a - b);
  const half = sizes.reduce((sum, size) => sum + size, 0) / 2;
  let sum = 0;
  const middle = sizes.find((size) => (sum += size) >= half) ?? NaN;
  return Math.cbrt((6 * middle) / Math.PI);
}

/** Whether numbers agree with those of a peer, and by how much they differ, in words. */
export function compare(
  { tolerance }: Pick<Workflow, 'tolerance'>,
  theirs: Numbers,
  ours: Numbers,
): { readonly agrees: boolean; readonly text: string } {
  const rows = Object.entries(tolerance).map(([name, most]) => {
    const [a = NaN, b = NaN] = [ours[name], theirs[name]];
    const off = Math.abs(a - b) / Math.abs(b);
    // Sums of the same whole numbers, divided in another order, may part in the last bit.
    return {
      agrees: most === 0 ? off < 1e-12 : off <= most,
      text: `${name} ${say(a)} and ${say(b)}`,
    };
  });
  return {
    agrees: rows.every(({ agrees }) => agrees),
    text: rows.map(({ text }) => text).join(', '),
  };
}

function say(value: number): string {
  return String(Number(value.toPrecision(5)));
}
