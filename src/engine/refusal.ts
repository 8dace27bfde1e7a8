// Refusals for want of memory: what is needed, what is there, and what helps.
import { roundSize } from '../gpu/index.js';
import { bytesOf } from '../implement/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import { equal3, map3, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import { mib } from '../recipe/mib.js';
import { gridMeta, isGridMeta, neededRegion, type Node } from '../recipe/op.js';
import { fits, needOf, needOfChain, type Capacity, type Need, type Ways } from './need.js';
import { chainOf, type Chain } from './plan.js';

/**
 * A refusal with needed and available bytes, the largest volume of this shape that would do, and
 * what helps.
 */
export function tooLarge(
  output: Node,
  chain: Chain,
  region: Region,
  capacity: Capacity,
  need: Need,
  ways: Ways,
): VoxmetryError {
  // The one nearest to the output comes first.
  const blocking = takesWhole(output)
    ? output
    : chain.nodes.find((node) => node.op.kind === 'global' && !ways.isBricked(node));
  const { op, meta } = blocking ?? output;
  const { name } = op;
  const whole = blocking !== undefined && isGridMeta(meta) ? meta.size : region.size;
  // Of a smaller volume nothing may be bricked any more, and then all of the chain counts.
  const unbricked: Ways = { ...ways, isBricked: () => false };
  const all = chainOf(output, unbricked.isBricked);
  const largestSize = largestThatFits(output, all, whole, capacity, unbricked);
  // A larger budget is of no use where one buffer is too large already.
  const isBinding = need.largest > capacity.binding;
  // With a larger budget less is bricked, and then more is there at once.
  const least: Region = blocking === undefined ? { ...region, size: [1, 1, 1] } : region;
  const unbrickedNeed = needOf(output, least, unbricked, all);
  const [needed, available] = isBinding
    ? [need.largest, capacity.binding]
    : [Math.max(need.total, unbrickedNeed.total), capacity.budget];
  const what =
    blocking === undefined
      ? 'even the least part of the volume, with its margins,'
      : 'the whole volume';
  const problem = isBinding
    ? `one buffer of it takes ${mib(needed)}, and this GPU binds ${mib(available)} at most`
    : `${mib(needed)}, and memoryBudget is ${mib(available)}`;
  // What is asked of a volume of other size may be other than what shrinks with it; then there is
  // no size to name.
  const named = largestSize.some((n, i) => n < 4 && n < whole[i]!)
    ? 'Crop or bin the volume'
    : `A volume of about ${largestSize.join('×')} would do: crop or bin it`;
  const remedy = isBinding
    ? `${named}; a larger memoryBudget would not help.`
    : `${named}, or raise memoryBudget to ${mib(Math.ceil(needed / 2 ** 20) * 2 ** 20)}.`;
  const instead =
    op.instead === undefined ? '' : ` ${op.instead(twoDigits(volumeOf(largestSize)))}`;
  const message = `${name} needs ${what} on the GPU: ${problem}. ${remedy}${instead}`;
  return new VoxmetryError('limit', message, {
    op: name,
    details: {
      needed,
      available,
      budget: capacity.budget,
      binding: capacity.binding,
      largestSize,
    },
  });
}

/** A number rounded down to two digits. */
function twoDigits(value: number): number {
  const digit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.floor(value / digit) * digit;
}

/** Whether a reduction wants a grid whole for any part of it, as a solver does. */
function takesWhole(node: Node): boolean {
  if (node.op.kind !== 'reduce') return false;
  const grids = Object.entries(node.inputs).filter(([, child]) => isGridMeta(child.meta));
  const voxel: Region = { origin: [0, 0, 0], size: [1, 1, 1] };
  return grids.some(([name, child]) => {
    const { size } = gridMeta(child);
    return volumeOf(size) > 1 && equal3(neededRegion(node, name, voxel).size, size);
  });
}

/**
 * The largest size of the shape of a whole with which all of a chain's grids fit, with what comes
 * beside them, and the sources beside what is cropped from them.
 */
function largestThatFits(
  output: Node,
  chain: Chain,
  whole: Vec3,
  capacity: Capacity,
  ways: Ways,
): Vec3 {
  const scaled = (size: Vec3, share: number): Vec3 =>
    map3((i) => {
      const n = Math.max(1, Math.floor(size[i] * share));
      // Rows are padded to 32 voxels, which counts.
      return i === 0 && n > 32 ? 32 * Math.floor(n / 32) : n;
    });
  const allFit = (share: number): boolean => {
    const resized = (size: Vec3): Vec3 => scaled(size, share);
    const regionOf = ({ meta }: Node): Region => ({
      origin: [0, 0, 0],
      size: resized(isGridMeta(meta) ? meta.size : whole),
    });
    const { total, largest } = needOfChain(output, chain, regionOf, ways, { resized });
    // Sources count once more, beside what is cropped from them.
    const cropped = chain.nodes
      .filter(({ op }) => op.name === 'source')
      .map((source) => roundSize(bytesOf(gridMeta(source).storage, regionOf(source))))
      .reduce((sum, bytes) => sum + bytes, 0);
    return fits({ total: total + cropped, largest }, capacity);
  };
  let [low, high] = [0, 1];
  for (let i = 0; i < 20; i += 1) {
    const middle = (low + high) / 2;
    if (allFit(middle)) low = middle;
    else high = middle;
  }
  return scaled(whole, low);
}
