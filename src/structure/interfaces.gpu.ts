import { implementReduce } from '../implement/index.js';
import { phasePairs } from '../kernels/structure/index.js';
import { volumeOf, type Vec3 } from '../recipe/geometry.js';
import { byDirection, volumesOfPairs } from '../stats/later_neighbours.js';
import { areaOfCrossings, sharesOfPairs } from '../stats/area_of_crossings.js';
import { withoutInterval } from '../stats/density_interval.js';
import { DIRECTIONS_13 } from '../stats/directions.js';
import { countPairs } from '../stats/shifted_pairs.gpu.js';
import {
  interfaces,
  MOST_SAMPLED_PHASES,
  type InterfaceArea,
  type InterfacesValue,
} from './interfaces.js';
import { addCounts, countBetweenPhases, namesOf, pairsOf } from './phase_counts.gpu.js';

/** A voxel itself, then the 13 directions. */
const OFFSETS: readonly Vec3[] = [[0, 0, 0], ...DIRECTIONS_13];

/** {@link interfaces} on the GPU: one pass that counts pairs of voxels of two phases. */
export const interfacesOnGpu = implementReduce(interfaces, {
  partial: async ({ run, inputs, region }) => {
    const n = namesOf(inputs.phases.meta.phases).length;
    const counted = 2 * (n + 13 * pairsOf(n)) + n;
    const { within } = inputs;
    return {
      counts: await countBetweenPhases(run, phasePairs, inputs, region, counted),
      inside: within && (await countPairs(run, { a: within }, OFFSETS, false, region)).both,
    };
  },
  merge: (a, b) => ({
    counts: addCounts(a.counts, b.counts),
    inside: a.inside && b.inside && addCounts(a.inside, b.inside),
  }),
  finish: ({ counts, inside }, { params: { estimator }, metas }): InterfacesValue => {
    const { size, spacing, unit, phases } = metas.phases;
    const names = namesOf(phases);
    const n = names.length;
    const total = inside?.[0] ?? volumeOf(size);
    const volume = total * volumeOf(spacing);
    const asked = metas.active !== undefined;
    // A pair stands for the volume of a voxel; per volume, for its share of the whole.
    const each = DIRECTIONS_13.map(() => volumeOf(spacing));
    const shares =
      inside === undefined
        ? volumesOfPairs(size, spacing)
        : sharesOfPairs(inside.subarray(1), volume);
    const areaOf = (pair: number, which: 0 | 1): { area: number; perVolume: number } => {
      const crossings = byDirection((k) => counts[2 * (n + k * pairsOf(n) + pair) + which]!);
      return {
        area: areaOfCrossings(estimator, crossings, each, spacing),
        perVolume: areaOfCrossings(estimator, crossings, shares, spacing) / volume,
      };
    };
    const found = names.map(() => names.map(() => ({ area: 0, perVolume: 0 })));
    const pairs: InterfaceArea[] = [];
    for (let a = 0; a < n; a += 1)
      for (let b = a + 1; b < n; b += 1) {
        const all = areaOf(pairsOf(b) + a, 0);
        found[a]![b] = found[b]![a] = all;
        pairs.push({
          phases: [names[a]!, names[b]!],
          ...all,
          active: asked ? areaOf(pairsOf(b) + a, 1) : null,
          sampling: withoutInterval(
            all.perVolume,
            inside !== undefined
              ? 'intervals are given of the whole volume, not of a region'
              : n > MOST_SAMPLED_PHASES
                ? `intervals are given of at most ${String(MOST_SAMPLED_PHASES)} phases`
                : 'it was not asked for',
          ),
        });
      }
    const contacts = names.map((name, k) => {
      const voxels = counts[2 * k]!;
      const own = found[k]!;
      const area = own.reduce((sum, one) => sum + one.area, 0);
      const perVolume = own.reduce((sum, one) => sum + one.perVolume, 0);
      const contact = names.flatMap((other, i) =>
        i === k ? [] : [[other, own[i]!.perVolume / perVolume] as const],
      );
      return [
        name,
        {
          voxels,
          fraction: voxels / total,
          activePart: asked && voxels > 0 ? counts[2 * k + 1]! / voxels : null,
          area,
          perVolume,
          perPhaseVolume: voxels === 0 ? null : (perVolume * total) / voxels,
          thin: voxels === 0 ? null : counts[2 * (n + 13 * pairsOf(n)) + k]! / voxels,
          contact: area === 0 ? null : Object.fromEntries(contact),
        },
      ] as const;
    });
    return { pairs, phases: Object.fromEntries(contacts), unit, estimator, border: 'open' };
  },
});
