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
  { name: 'tilted', options: { tilt: [0.08, -0.06], coating: 16 } },
  { name: 'tilted, in waves', options: { tilt: [0.04, -0.03], wrinkle: 3 } },
  { name: 'in short waves', options: { wrinkle: 2, wavelength: 50 } },
  { name: 'thin foil, 3 voxels', options: { foil: 3 } },
  { name: 'blur of 1.2 voxels', options: { blur: 1.2 } },
  { name: 'with particles', options: { particles: 5, outgrowths: 5 } },
  { name: 'none', options: { outgrowths: 0 } },
  {
    name: 'none, in waves',
    options: { outgrowths: 0, tilt: [0.08, 0.06], wrinkle: 2, wavelength: 40 },
  },
];

/** One outgrowth and what was found of it. */
export interface Compared {
  readonly truth: TrueFoilOutgrowth;
  readonly height: number;
  readonly volume: number;
  readonly left: number;
  /** Whether the intervals hold the truth; that of the distance is the height's, from the gap. */
  readonly heldHeight: boolean;
  readonly heldVolume: boolean;
  /** Whether it is flagged as a tab, a weld or a fold, and so not counted. */
  readonly flagged: boolean;
  /** Part of its columns whose base is foretold. */
  readonly foretold: number;
}

/** One foil. */
export interface FoilTrial {
  readonly truths: number;
  readonly found: readonly Compared[];
  /** Listed without a flag where nothing grew, and with one. */
  readonly falsePositives: number;
  readonly falseFlagged: number;
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
  const foretold = of('foretold');
  const flags = ['tab', 'weld', 'fold'].map(of);
  const isFlagged = (row: number): boolean => flags.some((flag) => flag[row] === 1);
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
        flagged: isFlagged(row),
        foretold: foretold[row]!,
      },
    ];
  });
  const others = kind!.flatMap((k, row) => (k === 0 && !used.has(row) ? [isFlagged(row)] : []));
  scan.close();
  return {
    truths: foil.truth.outgrowths.length,
    found,
    falsePositives: others.filter((flagged) => !flagged).length,
    falseFlagged: others.filter((flagged) => flagged).length,
    columns: foil.size[0] * foil.size[2],
    trueParticles: foil.truth.particles.length,
    particles: kind!.filter((k) => k === 1).length,
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

/** The titles of the columns of {@link printRow}. */
export const TITLES = [
  ...['CNR', 'foil', 'found', 'of these flagged', 'false per 10⁶ columns', 'height, voxels'],
  ...['volume, %', 'distance left, voxels', 'heights held, %', 'volumes held, %', 'particles'],
];

/** Prints a row of the table. */
export function printRow(name: string, cnr: number, trials: readonly FoilTrial[]): void {
  const sum = (of: (trial: FoilTrial) => number): number => trials.reduce((n, t) => n + of(t), 0);
  const found = trials.flatMap((trial) => trial.found);
  const cells = [
    String(cnr),
    name,
    `${String(found.length)} of ${String(sum((t) => t.truths))}`,
    String(found.filter(({ flagged }) => flagged).length),
    ((1e6 * sum((t) => t.falsePositives)) / sum((t) => t.columns)).toFixed(1),
    range(found.map(heightOff), 2),
    range(found.map(volumeOff), 1),
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

const heightOff = ({ height, truth }: Compared): number => height - truth.height;
const volumeOff = ({ volume, truth }: Compared): number => 100 * (volume / truth.volume - 1);

/** Bounds of true volumes, in voxels. */
const SIZES = [0, 250, 500, 1000, 2000, Infinity] as const;

/** Prints how far off volumes and heights are, by the true volume. */
export function printSizes(cnr: number, found: readonly Compared[]): void {
  SIZES.slice(1).forEach((most, i) => {
    const some = found.filter(({ truth: { volume } }) => volume >= SIZES[i]! && volume < most);
    const cells = [
      ...[String(cnr), `${String(SIZES[i])} … ${String(most)}`, String(some.length)],
      ...[range(some.map(heightOff), 2), range(some.map(volumeOff), 1)],
      share(some.filter((o) => Math.abs(volumeOff(o)) <= 15).length, some.length),
      share(some.filter(({ heldHeight }) => heldHeight).length, some.length),
      share(some.filter(({ heldVolume }) => heldVolume).length, some.length),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  });
}

/** Prints how right volumes are, by whether the base of an outgrowth is foretold. */
export function printForetold(name: string, cnr: number, trials: readonly FoilTrial[]): void {
  const found = trials.flatMap((trial) => trial.found);
  const all = {
    seen: found.filter(({ foretold }) => foretold === 0),
    foretold: found.filter(({ foretold }) => foretold > 0),
  };
  for (const [how, those] of Object.entries(all)) {
    const held = those.filter(({ heldVolume }) => heldVolume).length;
    console.log(
      `| ${[String(cnr), name, how, String(those.length), range(those.map(volumeOff), 1), share(held, those.length)].join(' | ')} |`,
    );
  }
}
