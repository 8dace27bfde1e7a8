// Foils of known outgrowths, and how what is found on them compares with the truth.
import type { Lab } from '../../src/index.js';
import {
  syntheticFoil,
  type FoilOptions,
  type TrueFoilOutgrowth,
} from '../../src/synthetic/foil.js';

/** A kind of foil. */
export interface FoilKind {
  readonly name: string;
  readonly options: FoilOptions;
}

/** Grey levels from coating to copper. */
const CONTRAST = 20000;

/** The foils of the table; each volume of 160 × 64 × 160 voxels. */
export const FOILS: readonly FoilKind[] = [
  { name: 'flat', options: {} },
  { name: 'tilted, in waves', options: { tilt: [0.04, -0.03], wrinkle: 3 } },
  { name: 'thin foil, 3 voxels', options: { foil: 3 } },
  { name: 'blur of 1.2 voxels', options: { blur: 1.2 } },
  { name: 'with particles', options: { particles: 5, outgrowths: 5 } },
  { name: 'none', options: { outgrowths: 0 } },
];

/** One outgrowth and what was found of it. */
export interface Compared {
  readonly truth: TrueFoilOutgrowth;
  readonly height: number;
  readonly volume: number;
  readonly left: number;
  readonly heldHeight: boolean;
  readonly heldVolume: boolean;
}

/** One foil. */
export interface FoilTrial {
  readonly truths: number;
  readonly found: readonly Compared[];
  readonly falsePositives: number;
  readonly columns: number;
  readonly trueParticles: number;
  readonly particles: number;
}

/** Rows from a face of the foil to the next collector. */
const GAP = 40;

/** Searches one foil. */
export async function trialOf(
  lab: Lab,
  { options }: FoilKind,
  cnr: number,
  seed: number,
): Promise<FoilTrial> {
  const foil = syntheticFoil({ ...options, seed, noise: CONTRAST / cnr });
  const scan = await lab.open({ data: foil.data, size: foil.size }, { unit: 'µm' });
  const table = await scan.outgrowths({ gap: GAP });
  const of = (name: string): readonly number[] => Array.from(table.column(name));
  const [kind, side, x, z] = ['kind', 'side', 'x', 'z'].map(of) as number[][];
  const [height, heightLow, heightHigh] = ['height', 'heightLow', 'heightHigh'].map(
    of,
  ) as number[][];
  const [volume, volumeLow, volumeHigh] = ['volume', 'volumeLow', 'volumeHigh'].map(
    of,
  ) as number[][];
  const left = of('toCollector');
  const used = new Set<number>();
  const found = foil.truth.outgrowths.flatMap((truth): Compared[] => {
    const row = kind!.findIndex(
      (k, i) =>
        k === 0 &&
        side![i] === truth.side &&
        !used.has(i) &&
        Math.hypot(x![i]! - truth.x, z![i]! - truth.z) < truth.radius,
    );
    if (row < 0) return [];
    used.add(row);
    return [
      {
        truth,
        height: height![row]!,
        volume: volume![row]!,
        left: left[row]!,
        heldHeight: heightLow![row]! <= truth.height && truth.height <= heightHigh![row]!,
        heldVolume: volumeLow![row]! <= truth.volume && truth.volume <= volumeHigh![row]!,
      },
    ];
  });
  const outgrowths = kind!.filter((k) => k === 0).length;
  scan.close();
  return {
    truths: foil.truth.outgrowths.length,
    found,
    falsePositives: outgrowths - used.size,
    columns: foil.size[0] * foil.size[2],
    trueParticles: foil.truth.particles.length,
    particles: kind!.length - outgrowths,
  };
}

export const share = (part: number, of: number): string =>
  of === 0 ? '–' : ((100 * part) / of).toFixed(1);

/** Least, median and greatest of some numbers. */
export function range(values: readonly number[], digits: number): string {
  if (values.length === 0) return '–';
  const sorted = [...values].sort((a, b) => a - b);
  const at = (q: number): string => sorted[Math.round(q * (sorted.length - 1))]!.toFixed(digits);
  return `${at(0)} … ${at(0.5)} … ${at(1)}`;
}

/** Prints a row of the table. */
export function printRow(name: string, cnr: number, trials: readonly FoilTrial[]): void {
  const sum = (of: (trial: FoilTrial) => number): number => trials.reduce((n, t) => n + of(t), 0);
  const found = trials.flatMap((trial) => trial.found);
  const cells = [
    String(cnr),
    name,
    `${String(found.length)} of ${String(sum((t) => t.truths))}`,
    ((1e6 * sum((t) => t.falsePositives)) / sum((t) => t.columns)).toFixed(1),
    range(
      found.map(({ height, truth }) => height - truth.height),
      2,
    ),
    range(
      found.map(({ volume, truth }) => 100 * (volume / truth.volume - 1)),
      1,
    ),
    range(
      found.map(({ left, truth }) => left - (GAP - truth.height)),
      2,
    ),
    share(found.filter(({ heldHeight }) => heldHeight).length, found.length),
    share(found.filter(({ heldVolume }) => heldVolume).length, found.length),
    `${String(sum((t) => t.particles))} of ${String(sum((t) => t.trueParticles))}`,
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
