// A cathode seen by three methods: registered, and its porosity carried from a corner to the whole.
import type { openEngine } from '../../src/engine/index.js';
import { apply, invert, Transform } from '../../src/recipe/transform.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { map3 } from '../../src/recipe/geometry.js';
import { syntheticModalities } from '../../src/synthetic/index.js';

/** What came out of one cathode. */
export interface CorrelationTrial {
  readonly outcome: string;
  /** Greatest error of a corner of the FIB-SEM volume, in µm; of the map, in µm. */
  readonly error: number;
  readonly mapError: number;
  readonly truth: number;
  readonly interval: readonly [number, number];
  /** Porosity of the corner alone: true, and by the segmentation. */
  readonly corner: number;
  readonly seen: number;
  readonly carried: number;
  readonly unseen: number;
  readonly seconds: number;
}

/** The greatest distance between where two transforms take the corners of a cube. */
function distance(a: Transform, b: Transform, edge: number): number {
  return Array.from({ length: 8 }, (_, corner) => {
    const p = map3((i) => ((corner >> i) & 1) * edge);
    const [u, v] = [apply(a, p), apply(b, p)];
    return Math.hypot(u[0] - v[0], u[1] - v[1], u[2] - v[2]);
  }).reduce((most, d) => Math.max(most, d), 0);
}

/** The box of voxels within a cube of n that a cube of an edge covers through a transform. */
export function coveredBox(
  toWhole: Transform,
  edge: number,
  spacing: number,
  n: number,
): { readonly origin: Vec3; readonly size: Vec3 } {
  const corners = Array.from({ length: 8 }, (_, corner) =>
    apply(
      toWhole,
      map3((i) => ((corner >> i) & 1) * edge),
    ),
  );
  const origin = map3((i) =>
    Math.max(0, Math.floor(Math.min(...corners.map((p) => p[i])) / spacing)),
  );
  const end = map3((i) => Math.min(n, Math.ceil(Math.max(...corners.map((p) => p[i])) / spacing)));
  return { origin, size: map3((i) => end[i] - origin[i]) };
}

/** Makes a cathode, registers its three volumes and carries its porosity up. */
export async function correlationTrial(
  lab: Awaited<ReturnType<typeof openEngine>>,
  options: { readonly seed: number; readonly size: number; readonly corner: number },
): Promise<CorrelationTrial> {
  const made = syntheticModalities(options);
  const start = performance.now();
  const [xrm, fibSem, map] = await Promise.all(
    [made.xrm, made.fibSem, made.map].map((volume) => lab.open(volume, volume)),
  );
  const edge = options.corner * made.xrm.spacing[0];
  const found = await fibSem!.register(xrm!, { initial: made.stage });
  const placed = await map!.register(fibSem!, { model: 'translation' });
  const best = (of: typeof found): Transform | undefined => {
    const matrix = of.transform ?? of.alternatives[0]?.transform;
    return matrix === undefined ? undefined : new Transform(matrix);
  };
  const errorOf = (of: typeof found, truth: Transform): number => {
    const transform = best(of);
    return transform === undefined ? Infinity : distance(transform, truth, edge);
  };
  const { truth } = made;
  const pores = fibSem!.multiOtsu(['pore', 'binder', 'active']).phase('pore');
  const seen = (await pores.fraction()).value;
  const facts = {
    error: errorOf(found, truth.fibSemToXrm),
    mapError: errorOf(placed, truth.mapToFibSem),
    truth: truth.porosity,
    ...{ corner: truth.cornerPorosity, seen },
  };
  const toWhole = best(found);
  const outcome = `${found.outcome}, ${placed.outcome}`;
  if (found.outcome !== 'found' || toWhole === undefined) {
    const nothing = { interval: [NaN, NaN] as const, carried: NaN, unseen: NaN };
    return { outcome, ...facts, ...nothing, seconds: (performance.now() - start) / 1000 };
  }
  const part = xrm!.crop(coveredBox(toWhole, edge, made.xrm.spacing[0], options.size));
  const { fraction, interval, unseen } = await part.calibrate(
    { volume: pores.asVolume().cast('f32'), transform: invert(toWhole) },
    { whole: xrm! },
  );
  for (const volume of [xrm, fibSem, map]) volume!.close();
  const seconds = (performance.now() - start) / 1000;
  return { outcome, ...facts, interval, carried: fraction, unseen, seconds };
}
