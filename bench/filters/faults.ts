import { alignSlicesNode, driftNode } from '../../src/filters/alignment.js';
import { flattenBackgroundNode, flattenSlicesNode } from '../../src/filters/flatten.js';
import { removeRingsNode } from '../../src/filters/remove_rings.js';
import { removeStripesNode } from '../../src/filters/remove_stripes.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import type { Node } from '../../src/recipe/op.js';
import { columnValues, type TableData } from '../../src/recipe/table_data.js';
import { simulateArtefacts, type ArtefactOptions } from '../../src/synthetic/artefacts.js';
import { syntheticCathode } from '../../src/synthetic/cathode.js';
import { simulateImaging } from '../../src/synthetic/imaging.js';
import type { Bench } from './quality.js';

/** A fault, what corrects it, and what is left. */
export interface FaultRow {
  readonly name: string;
  readonly op: string;
  readonly before: number;
  readonly after: number;
  /** What the correction does to an image without the fault. */
  readonly onClean: number;
}

/** How far the drift that was found lies from the one there was, in voxels. */
export interface DriftRow {
  readonly name: string;
  readonly rms: number;
  readonly worst: number;
  readonly worstStep: number;
}

interface Fault {
  readonly name: string;
  readonly op: string;
  readonly options: Omit<ArtefactOptions, 'seed'>;
  readonly correct: (volume: Node) => Node;
}

const removeStripes = (volume: Node): Node => removeStripesNode(volume);
const removeRings = (volume: Node): Node => removeRingsNode(volume);

/** Faults of several strengths, in grey levels of 65536. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'curtains, σ 1,000',
    op: 'removeStripes()',
    options: { curtains: 1000 },
    correct: removeStripes,
  },
  {
    name: 'curtains, σ 3,000',
    op: 'removeStripes()',
    options: { curtains: 3000 },
    correct: removeStripes,
  },
  {
    name: 'curtains, σ 6,000',
    op: 'removeStripes()',
    options: { curtains: 6000 },
    correct: removeStripes,
  },
  {
    name: 'curtains, σ 3,000',
    op: 'removeStripes({ passes: 0 })',
    options: { curtains: 3000 },
    correct: (volume) => removeStripesNode(volume, { passes: 0 }),
  },
  { name: 'rings, σ 1,000', op: 'removeRings()', options: { rings: 1000 }, correct: removeRings },
  { name: 'rings, σ 3,000', op: 'removeRings()', options: { rings: 3000 }, correct: removeRings },
  {
    name: 'gain σ 0.1 and offset σ 1,500 per slice',
    op: 'flattenSlices()',
    options: { flicker: 0.1, offset: 1500 },
    correct: (volume) => flattenSlicesNode(volume),
  },
  {
    name: 'background, 12,000 from end to end',
    op: 'flattenBackground()',
    options: { shading: 12000 },
    correct: (volume) => flattenBackgroundNode(volume),
  },
];

export const FAULT_SIZE: Vec3 = [160, 160, 48];

/** Root mean square of a − b without its mean. */
function residue(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < b.length; i += 1) {
    sum += a[i]! - b[i]!;
    squares += (a[i]! - b[i]!) ** 2;
  }
  return Math.sqrt(squares / b.length - (sum / b.length) ** 2);
}

/** A cathode imaged with faults. */
export function faulty(
  options: Omit<ArtefactOptions, 'seed'>,
  labels: Uint32Array<ArrayBuffer>,
): Uint16Array<ArrayBuffer> {
  return simulateImaging(
    labels,
    { size: FAULT_SIZE, spacing: [0.2, 0.2, 0.25] },
    { seed: 3, artefacts: simulateArtefacts(FAULT_SIZE, { seed: 11, ...options }) },
  );
}

/** What corrections leave of simulated faults. */
export async function measureFaults(bench: Bench): Promise<FaultRow[]> {
  const { labels } = syntheticCathode({ seed: 3, size: FAULT_SIZE }).truth;
  const clean = faulty({}, labels);
  const rows: FaultRow[] = [];
  for (const { name, op, options, correct } of FAULTS) {
    const bad = faulty(options, labels);
    const corrected = await bench.grid(correct(await bench.source(bad, FAULT_SIZE)));
    const untouched = await bench.grid(correct(await bench.source(clean, FAULT_SIZE)));
    rows.push({
      name,
      op,
      before: residue(bad, clean),
      after: residue(corrected, clean),
      onClean: residue(untouched, clean),
    });
  }
  return rows;
}

/**
 * How well known drifts are found, of structures that change from slice to slice by more and by
 * less.
 */
export async function measureDrift(bench: Bench): Promise<DriftRow[]> {
  const truth = simulateArtefacts(FAULT_SIZE, { seed: 11, drift: 0.5 });
  const [nx, ny] = FAULT_SIZE;
  const rows: DriftRow[] = [];
  for (const [name, depth] of [
    ['one slice, again and again', 0],
    ['slices of 0.05 voxels', 0.05],
    ['slices of 0.25 voxels', 0.25],
    ['slices of 1.25 voxels', 1.25],
  ] as const) {
    const spacing = [0.2, 0.2, depth === 0 ? 0.25 : 0.2 * depth] as const;
    const { labels } = syntheticCathode({
      seed: 3,
      size: FAULT_SIZE,
      spacing,
      medianDiameter: 3.9,
    }).truth;
    const structure = depth === 0 ? labels.map((_, i) => labels[i % (nx * ny)]!) : labels;
    const image = simulateImaging(
      structure,
      { size: FAULT_SIZE, spacing },
      {
        seed: 3,
        blur: 0.16,
        artefacts: truth,
      },
    );
    const table = (await bench.value(
      driftNode(await bench.source(image, FAULT_SIZE)),
    )) as TableData;
    const errors = (
      [
        ['x', truth.driftX],
        ['y', truth.driftY],
      ] as const
    ).map(([axis, known]) => Array.from(columnValues(table, axis)!, (v, z) => v - known[z]!));
    const all = errors.flat();
    rows.push({
      name,
      rms: Math.sqrt(all.reduce((sum, e) => sum + e * e, 0) / all.length),
      worst: Math.max(...all.map(Math.abs)),
      worstStep: Math.max(...errors.flatMap((e) => e.slice(1).map((v, z) => Math.abs(v - e[z]!)))),
    });
  }
  return rows;
}

/** For pictures: a drifting stack, aligned. */
export const align = (volume: Node): Node => alignSlicesNode(volume);
