// Foils that are thinner than their images, and how what is found on them compares with the truth.
import type { Lab } from '../../src/index.js';
import { syntheticFoil, type FoilOptions } from '../../src/synthetic/foil.js';
import { range, share, type FoilKind } from './outgrowth_trials.js';

/** Grey levels from coating to copper. */
const CONTRAST = 20000;
const COPPER = 40000;

const THIN = { height: [3, 12], radius: [5, 12], outgrowths: 6 } as const satisfies FoilOptions;

/** The foils of the table; each volume of 160 × 64 × 160 voxels. */
export const THIN_FOILS: readonly FoilKind[] = [
  { name: '0.3 voxel', options: { ...THIN, foil: 0.3 } },
  { name: '0.6 voxel', options: { ...THIN, foil: 0.6 } },
  { name: '1.5 voxels', options: { ...THIN, foil: 1.5 } },
  {
    name: '0.6 voxel, tilted, in waves',
    options: { ...THIN, foil: 0.6, tilt: [0.04, -0.03], wrinkle: 3 },
  },
  {
    name: '0.6 voxel, with particles',
    options: { ...THIN, foil: 0.6, outgrowths: 3, particles: 4 },
  },
  { name: '0.6 voxel, none', options: { foil: 0.6, outgrowths: 0 } },
];

/** What is told of copper. */
export type Told = 'foil' | 'copper';

/** One true outgrowth or particle and the row that lies on it. */
interface Compared {
  readonly error: number;
  /** In standard deviations, as the interval has them. */
  readonly deviation: number;
  readonly held: boolean;
  readonly side: boolean;
  readonly kind: boolean;
}

/** One foil. */
export interface ThinTrial {
  readonly truths: number;
  readonly found: readonly Compared[];
  readonly falsePositives: number;
  readonly columns: number;
  readonly trueParticles: number;
  readonly particles: number;
  readonly particlesTold: number;
  readonly outgrowthsMistaken: number;
}

/** Searches one foil. */
export async function thinTrialOf(
  lab: Lab,
  { options }: FoilKind,
  cnr: number,
  told: Told,
  seed: number,
): Promise<ThinTrial> {
  const foil = syntheticFoil({ ...options, seed, noise: CONTRAST / cnr });
  const scan = await lab.open({ data: foil.data, size: foil.size }, { unit: 'µm' });
  const table = await scan.outgrowths({
    regime: 'unresolved',
    levelUncertainty: 0.02,
    ...(told === 'foil' ? { foil: options.foil! } : { copper: COPPER }),
  });
  if (process.argv.includes('--debug')) {
    const { copper, coating, leastPeak, faceNoise, foilWidth, blur } = await scan.outgrowthSummary({
      regime: 'unresolved',
      ...(told === 'foil' ? { foil: options.foil! } : { copper: COPPER }),
    });
    console.log({ copper, coating, leastPeak, faceNoise, foilWidth, blur });
  }
  const of = (name: string): readonly number[] => Array.from(table.column(name));
  const [kind, side, x, z] = ['kind', 'side', 'x', 'z'].map(of) as number[][];
  const [volume, low, high] = ['volume', 'volumeLow', 'volumeHigh'].map(of) as number[][];
  const used = new Set<number>();
  const rowAt = (truth: { x: number; z: number; radius: number }): number => {
    const row = kind!.findIndex(
      (_, i) => !used.has(i) && Math.hypot(x![i]! - truth.x, z![i]! - truth.z) < truth.radius,
    );
    if (row >= 0) used.add(row);
    return row;
  };
  let mistaken = 0;
  // What overlaps across the foil, on whichever face, is one in a map of columns.
  const all = [...foil.truth.outgrowths, ...foil.truth.particles];
  const alone = foil.truth.outgrowths.filter(({ x: ox, z: oz, radius }) =>
    all.every(
      (o) =>
        Math.hypot(o.x - ox, o.z - oz) < 1e-9 ||
        Math.hypot(o.x - ox, o.z - oz) > o.radius + radius + 5,
    ),
  );
  const found = alone.flatMap((truth): Compared[] => {
    const row = rowAt(truth);
    if (row < 0) return [];
    if (kind![row] === 1) mistaken++;
    if (process.argv.includes('--sides') && side![row] !== truth.side)
      console.log(seed, truth, of('y')[row], volume![row], of('thickness')[row]);
    const deviation = (1.96 * 2 * (volume![row]! - truth.volume)) / (high![row]! - low![row]!);
    if (process.argv.includes('--each'))
      console.log(
        truth.height.toFixed(1),
        truth.radius.toFixed(1),
        (volume![row]! / truth.volume).toFixed(3),
        deviation.toFixed(2),
        of('footprint')[row],
        of('thickness')[row]!.toFixed(2),
      );
    return [
      {
        error: 100 * (volume![row]! / truth.volume - 1),
        deviation,
        held: low![row]! <= truth.volume && truth.volume <= high![row]!,
        side: side![row] === truth.side,
        kind: kind![row] === 0,
      },
    ];
  });
  for (const truth of foil.truth.outgrowths) if (!alone.includes(truth)) rowAt(truth);
  const particles = foil.truth.particles.map(rowAt).filter((row) => row >= 0);
  scan.close();
  return {
    truths: alone.length,
    found,
    falsePositives: kind!.length - used.size,
    columns: foil.size[0] * foil.size[2],
    trueParticles: foil.truth.particles.length,
    particles: particles.length,
    particlesTold: particles.filter((row) => kind![row] === 1).length,
    outgrowthsMistaken: mistaken,
  };
}

/** Prints a row of the table. */
export function printThinRow(
  name: string,
  cnr: number,
  told: Told,
  trials: readonly ThinTrial[],
): void {
  const sum = (of: (trial: ThinTrial) => number): number => trials.reduce((n, t) => n + of(t), 0);
  const found = trials.flatMap((trial) => trial.found);
  const spread = Math.sqrt(
    found.reduce((s, { deviation }) => s + deviation ** 2, 0) / found.length,
  );
  const cells = [
    String(cnr),
    name,
    told,
    `${String(found.length)} of ${String(sum((t) => t.truths))}`,
    ((1e6 * sum((t) => t.falsePositives)) / sum((t) => t.columns)).toFixed(1),
    share(found.filter(({ side }) => side).length, found.length),
    range(
      found.map(({ error }) => error),
      1,
    ),
    share(found.filter(({ held }) => held).length, found.length),
    spread.toFixed(2),
    `${String(sum((t) => t.particlesTold))} of ${String(sum((t) => t.particles))} of ${String(sum((t) => t.trueParticles))}`,
    String(sum((t) => t.outgrowthsMistaken)),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
