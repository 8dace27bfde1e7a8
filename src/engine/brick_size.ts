// Choice of brick (tile) and slab sizes: the worst brick, halo included, must fit.
import { map3, type Region, type Vec3 } from '../recipe/geometry.js';
import { gridMeta, type Node } from '../recipe/op.js';
import { fits, needOf, needOfSlab, type Capacity, type Need, type Ways } from './need.js';
import { chainOf } from './plan.js';
import { tooLarge } from './refusal.js';

/**
 * Another cut than along z is taken where it needs less than this part of the bytes: slices are
 * read whole at less cost.
 */
const BETTER = 0.8;

/**
 * Places along an axis of bricks that stand for all: the first, one inside, the last, and how many
 * each stands for.
 */
function places(
  start: number,
  length: number,
  step: number,
): readonly { readonly origin: number; readonly size: number; readonly count: number }[] {
  const count = Math.ceil(length / step);
  const indices =
    count <= 3 ? Array.from({ length: count }, (_, i) => i) : [0, count >> 1, count - 1];
  return indices.map((index, i) => ({
    origin: start + index * step,
    size: Math.min(step, length - index * step),
    count: count > 3 && i === 1 ? count - 2 : 1,
  }));
}

/**
 * The largest need of a brick of a size, wherever it lies in a region, and the bytes of all bricks'
 * grids together.
 */
function worstNeed(
  region: Region,
  size: Vec3,
  need: (brick: Region) => Need,
): Need & { readonly inAll: number } {
  const along = (axis: 0 | 1 | 2) => places(region.origin[axis], region.size[axis], size[axis]);
  const [xs, ys, zs] = [along(0), along(1), along(2)];
  let [total, largest, grids, inAll] = [0, 0, 0, 0];
  for (const z of zs)
    for (const y of ys)
      for (const x of xs) {
        const one = need({
          origin: [x.origin, y.origin, z.origin],
          size: [x.size, y.size, z.size],
        });
        total = Math.max(total, one.total);
        largest = Math.max(largest, one.largest);
        grids = Math.max(grids, one.grids);
        inAll += x.count * y.count * z.count * one.grids;
      }
  return { total, largest, grids, inAll };
}

/** The ways to halve a brick: along z, y and x, where rows stay multiples of 32 voxels. */
function halves([x, y, z]: Vec3): Vec3[] {
  const cuts: Vec3[] = [];
  if (z > 1) cuts.push([x, y, Math.ceil(z / 2)]);
  if (y > 1) cuts.push([x, Math.ceil(y / 2), z]);
  if (x > 32) cuts.push([Math.max(32, Math.ceil(x / 64) * 32), y, z]);
  return cuts;
}

/** Bricks of about as many voxels: twice as long along an axis, and half as long along another. */
function exchanges(size: Vec3, whole: Vec3): Vec3[] {
  return halves(size).flatMap((cut) =>
    ([0, 1, 2] as const)
      .filter((axis) => cut[axis] === size[axis] && size[axis] < whole[axis])
      .map((axis) => map3((i) => (i === axis ? Math.min(whole[i], 2 * cut[i]) : cut[i]))),
  );
}

/**
 * The largest brick in which a node's chain of local ops fits the GPU wherever it lies, with its
 * halo on all sides: the whole region if it does, else halved again and again so that all bricks
 * together need the fewest bytes. Slices that are not whole after all are then exchanged for a
 * shape that needs fewer. `limit` where a global op that cannot be bricked is in the way.
 */
export function chooseBrick(output: Node, region: Region, capacity: Capacity, ways: Ways): Vec3 {
  const chain = chainOf(output, ways.isBricked);
  const need = (brick: Region): Need => needOf(output, brick, ways, chain);
  let size = region.size;
  let now = worstNeed(region, size, need);
  while (!fits(now, capacity)) {
    const cuts = halves(size).map((cut) => ({ cut, then: worstNeed(region, cut, need) }));
    const [first, ...others] = cuts;
    if (first === undefined) throw tooLarge(output, chain, region, capacity, now, ways);
    let best = first;
    for (const other of others)
      if (other.then.inAll < (best === first ? BETTER : 1) * best.then.inAll) best = other;
    size = best.cut;
    now = best.then;
  }
  if (size[0] === region.size[0] && size[1] === region.size[1]) return size;
  for (;;) {
    const better = exchanges(size, region.size)
      .map((cut) => ({ cut, then: worstNeed(region, cut, need) }))
      .filter(({ then }) => fits(then, capacity) && then.inAll < now.inAll)
      .sort((a, b) => a.then.inAll - b.then.inAll)[0];
    if (better === undefined) return size;
    size = better.cut;
    now = better.then;
  }
}

/**
 * Slices of a slab in which a bricked node's inputs and two grids of its own fit: into `share`, or
 * at least, a slice thick, into all that there is. Where what one slice takes is beyond the share
 * already, since an input comes whole, a node that works `alone` may take the share once more.
 */
export function slabDepth(
  node: Node,
  share: Capacity,
  capacity: Capacity,
  ways: Ways,
  alone: boolean,
): number {
  const chain = chainOf(node, ways.isBricked);
  const { size } = gridMeta(node);
  const whole: Region = { origin: [0, 0, 0], size };
  const worstOf = (depth: number): Need => {
    const slab: Vec3 = map3((axis) => (axis === 2 ? depth : size[axis]));
    return worstNeed(whole, slab, (part) => needOfSlab(node, part, ways, chain));
  };
  const least = worstOf(1);
  if (!fits(least, capacity)) {
    const slab: Region = { ...whole, size: [size[0], size[1], 1] };
    throw tooLarge(node, chain, slab, capacity, least, ways);
  }
  const budget =
    alone && least.total > share.budget
      ? Math.min(capacity.budget, least.total + share.budget)
      : share.budget;
  for (let depth = size[2]; depth > 1; depth = Math.ceil(depth / 2))
    if (fits(worstOf(depth), { ...share, budget })) return depth;
  return 1;
}
