import type { Engine } from '../../src/engine/engine.js';
import { TrafficLog } from '../../src/gpu/index.js';
import type { GridArray } from '../../src/recipe/dtype.js';
import { wholeRegion, type Vec3 } from '../../src/recipe/geometry.js';
import { gridMeta, makeNode, type Node } from '../../src/recipe/op.js';
import { sourceNode } from '../../src/recipe/source_op.js';
import { distance } from '../../src/segmentation/distance.js';
import { otsuNode } from '../../src/segmentation/otsu_level.js';
import { threshold } from '../../src/segmentation/threshold.js';

/** Voxels nearer to an edge than this many are not counted as the inside of a material. */
const INSIDE = 3;
/** Bins per voxel, and voxels on either side, of the profile across edges. */
const [BINS, REACH] = [4, 6];

/** What a filter made of an image whose truth is known. */
export interface Quality {
  /** Difference of the materials' means over the standard deviation inside them. */
  readonly signalToNoise: number;
  /** Voxels over which the mean profile across an edge rises from 10 % to 90 %. */
  readonly edgeWidth: number;
  /** Part of the voxels that Otsu's threshold takes for the other material. */
  readonly error: number;
}

/** Grids of an engine, on the host. */
export class Bench {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async source(data: GridArray, size: Vec3): Promise<Node> {
    const { id, name, meta } = await this.#engine.open({ data, size }, {});
    return sourceNode(id, name, meta);
  }

  grid(node: Node): Promise<GridArray> {
    return this.#engine.evaluator.read(node, wholeRegion(gridMeta(node).size), {
      signal: undefined,
      log: new TrafficLog(),
      onStep: () => undefined,
    });
  }

  value(node: Node): Promise<unknown> {
    return this.#engine.evaluator.value(node, {
      signal: undefined,
      log: new TrafficLog(),
      onStep: () => undefined,
    });
  }
}

/** The mask of a volume above Otsu's threshold. */
export function otsuOf(volume: Node): Node {
  const above = otsuNode(volume);
  return makeNode(threshold, { volume, above });
}

/** Signed distances, in voxels, to the edge of a structure: positive inside. */
export async function edgeDistances(
  bench: Bench,
  solid: Uint8Array<ArrayBuffer>,
  size: Vec3,
): Promise<Float32Array> {
  const far = async (values: Uint8Array<ArrayBuffer>): Promise<GridArray> => {
    const objects = makeNode(threshold, { volume: await bench.source(values, size) }, { lo: 1 });
    return bench.grid(makeNode(distance, { objects }, { units: 'index' }));
  };
  const inside = await far(solid);
  const outside = await far(solid.map((v) => (v === 0 ? 1 : 0)));
  // The edge is half-way between the centres of neighbours.
  return Float32Array.from(solid, (v, i) => (v === 0 ? 0.5 - outside[i]! : inside[i]! - 0.5));
}

/** Where a rising profile passes a level, in bins. */
function crossing(profile: readonly number[], level: number): number {
  for (let i = 1; i < profile.length; i += 1) {
    const [a, b] = [profile[i - 1]!, profile[i]!];
    if (a <= level && b > level) return i - 1 + (level - a) / (b - a);
  }
  return NaN;
}

/** Mean values by distance to the edge: the rise from 10 % to 90 % of the step, in voxels. */
function edgeWidth(image: ArrayLike<number>, distances: Float32Array): number {
  const bins = 2 * REACH * BINS;
  const [sums, counts] = [new Float64Array(bins), new Float64Array(bins)];
  for (let i = 0; i < distances.length; i += 1) {
    const bin = Math.floor((distances[i]! + REACH) * BINS);
    if (bin < 0 || bin >= bins) continue;
    sums[bin]! += image[i]!;
    counts[bin]! += 1;
  }
  const known = Array.from(sums, (sum, bin) => ({
    bin,
    mean: sum / counts[bin]!,
    count: counts[bin]!,
  })).filter(({ count }) => count > 50);
  const level = (from: number, to: number): number => {
    const some = known.filter(({ bin }) => bin / BINS - REACH >= from && bin / BINS - REACH < to);
    return some.reduce((sum, { mean }) => sum + mean, 0) / some.length;
  };
  const [dark, bright] = [level(-REACH, -INSIDE), level(INSIDE, REACH)];
  // Distances between voxel centres leave some bins empty: lines are drawn across them.
  const profile: number[] = [];
  for (let bin = known[0]!.bin; bin <= known.at(-1)!.bin; bin += 1) {
    const after = known.findIndex((k) => k.bin >= bin);
    const [b, a] = [known[after]!, known[Math.max(0, after - 1)]!];
    profile.push(
      b.bin === bin ? b.mean : a.mean + ((b.mean - a.mean) * (bin - a.bin)) / (b.bin - a.bin),
    );
  }
  const at = (part: number): number => crossing(profile, dark + part * (bright - dark));
  return (at(0.9) - at(0.1)) / BINS;
}

function signalToNoise(image: ArrayLike<number>, distances: Float32Array): number {
  const sums = [0, 0];
  const squares = [0, 0];
  const counts = [0, 0];
  for (let i = 0; i < distances.length; i += 1) {
    if (Math.abs(distances[i]!) < INSIDE) continue;
    const side = distances[i]! > 0 ? 1 : 0;
    sums[side]! += image[i]!;
    squares[side]! += image[i]! ** 2;
    counts[side]! += 1;
  }
  const means = sums.map((sum, side) => sum / counts[side]!);
  const within = squares.map((square, side) => square - counts[side]! * means[side]! ** 2);
  const deviation = Math.sqrt((within[0]! + within[1]!) / (counts[0]! + counts[1]!));
  return (means[1]! - means[0]!) / deviation;
}

/** Measures a filtered image against the structure. */
export async function measureQuality(
  bench: Bench,
  filtered: Node,
  solid: Uint8Array<ArrayBuffer>,
  distances: Float32Array,
): Promise<Quality> {
  const image = await bench.grid(filtered);
  const mask = await bench.grid(otsuOf(filtered));
  let wrong = 0;
  for (let i = 0; i < solid.length; i += 1) if (mask[i] !== solid[i]) wrong += 1;
  return {
    signalToNoise: signalToNoise(image, distances),
    edgeWidth: edgeWidth(image, distances),
    error: wrong / solid.length,
  };
}
