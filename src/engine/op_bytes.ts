import type { Node } from '../recipe/op.js';

/** Bytes per voxel that an op moves which is not named below: in and out. */
const FEW = 8;
/** Of an op on numbers, which counts as one voxel. */
const OF_NUMBERS = 1e5;

/** Bytes per voxel that ops move which move many, with the defaults of their operations. */
const MANY: Readonly<Record<string, number>> = {
  anisotropicDiffusion: 80,
  bilateral: 100,
  components: 25,
  concentration: 600,
  distance: 40,
  drift: 430,
  expandLabels: 40,
  extrema: 180,
  gaussian: 30,
  gradientMagnitude: 75,
  hessianEigenvalue: 140,
  keyBins: 28,
  largestBalls: 100,
  laplacian: 75,
  localContrast: 40,
  localThreshold: 35,
  network: 40,
  reconstruct: 180,
  ringProfile: 30,
  separate: 40,
  skeleton: 130,
  structureEigenvalue: 300,
  totalVariation: 1400,
  transport: 1700,
  twoPoint: 80,
  watershed: 360,
};

/** The same of ops that move a multiple of their parameters. */
const BY_PARAMS: Readonly<Record<string, (params: Node['params']) => number>> = {
  // Half the shifts of the search box.
  nonLocalMeans: ({ search }) =>
    15 * [search].flat().reduce((n: number, edge) => n * Number(edge), 1),
};

/** Bytes that an op is taken to move for each voxel, before it was ever measured. */
export function bytesPerVoxel({ op: { name, kind }, params }: Node): number {
  if (kind === 'host') return OF_NUMBERS;
  return BY_PARAMS[name]?.(params) ?? MANY[name] ?? FEW;
}
