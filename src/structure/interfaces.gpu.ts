import { implementReduce } from '../implement/index.js';
import { phasePairs } from '../kernels/structure/index.js';
import { volumeOf } from '../recipe/geometry.js';
import { byDirection, volumesOfPairs } from '../stats/later_neighbours.js';
import { areaOfCrossings } from '../stats/area_of_crossings.js';
import { interfaces, type InterfaceArea, type InterfacesValue } from './interfaces.js';
import { addCounts, countBetweenPhases, namesOf } from './phase_counts.gpu.js';

const pairsOf = (n: number): number => (n * (n - 1)) / 2;

/** {@link interfaces} on the GPU: one pass that counts pairs of voxels of two phases. */
export const interfacesOnGpu = implementReduce(interfaces, {
  partial: ({ run, inputs, region }) => {
    const n = namesOf(inputs.phases.meta.phases).length;
    return countBetweenPhases(run, phasePairs, inputs, region, 2 * (n + 13 * pairsOf(n)));
  },
  merge: addCounts,
  finish: (counts, { params: { estimator }, metas }): InterfacesValue => {
    const { size, spacing, unit, phases } = metas.phases;
    const names = namesOf(phases);
    const n = names.length;
    const volume = volumeOf(size) * volumeOf(spacing);
    const asked = metas.active !== undefined;
    const volumes = volumesOfPairs(size, spacing);
    const areaOf = (pair: number, which: 0 | 1): number => {
      const crossings = byDirection((k) => counts[2 * (n + k * pairsOf(n) + pair) + which]!);
      return areaOfCrossings(estimator, crossings, volumes, spacing);
    };
    const areas = names.map(() => new Float64Array(n));
    const pairs: InterfaceArea[] = [];
    for (let a = 0; a < n; a += 1)
      for (let b = a + 1; b < n; b += 1) {
        const area = areaOf(pairsOf(b) + a, 0);
        const active = areaOf(pairsOf(b) + a, 1);
        areas[a]![b] = areas[b]![a] = area;
        pairs.push({
          phases: [names[a]!, names[b]!],
          area,
          perVolume: area / volume,
          active: asked ? { area: active, perVolume: active / volume } : null,
        });
      }
    const contacts = names.map((name, k) => {
      const voxels = counts[2 * k]!;
      const area = areas[k]!.reduce((sum, own) => sum + own, 0);
      const contact = names.flatMap((other, i) =>
        i === k ? [] : [[other, areas[k]![i]! / area] as const],
      );
      return [
        name,
        {
          voxels,
          fraction: voxels / volumeOf(size),
          activePart: asked && voxels > 0 ? counts[2 * k + 1]! / voxels : null,
          area,
          perVolume: area / volume,
          perPhaseVolume: voxels === 0 ? null : area / (voxels * volumeOf(spacing)),
          contact: area === 0 ? null : Object.fromEntries(contact),
        },
      ] as const;
    });
    return { pairs, phases: Object.fromEntries(contacts), unit, estimator, border: 'open' };
  },
});
