import type { Axis } from '../../recipe/geometry.js';
import { makeNode, type Node, type ValueNode } from '../../recipe/op.js';
import { operation } from '../../recipe/operation.js';
import { flag, oneOf } from '../../recipe/params.js';
import { separateNode } from '../../segmentation/separate.js';
import { fractionNode } from '../../stats/fraction.js';
import { levelCrossings } from '../../stats/level_crossings.js';
import { measureNode } from '../../stats/measure.js';
import { countedWithin } from '../../stats/missing_voxels.js';
import { noiseNode } from '../../stats/noise.js';
import {
  sensitivity as sensitivityOp,
  sensitivityStep,
  type SensitivityStep,
} from '../../stats/sensitivity.js';
import { sizeDistribution } from '../../stats/size_distribution.js';
import {
  movedThreshold,
  thresholdLevels,
  type ThresholdLevels,
} from '../../stats/threshold_levels.js';
import { transportNode } from '../../transport/tortuosity.js';
import { RESULT } from '../gives.js';
import { isWhole, madeByThreshold, maskAt, type MadeByThreshold } from '../moved_threshold.js';
import { optionalAxis, withinOption } from '../options.js';

interface Anew {
  readonly sizes: boolean;
  readonly tortuosity: Axis | undefined;
  readonly thresholds: number;
}

/** What is measured anew at some thresholds, one after the other. */
function stepsOf(
  mask: Node,
  made: MadeByThreshold,
  levels: ValueNode<ThresholdLevels>,
  { sizes, tortuosity, thresholds }: Anew,
): ValueNode<readonly SensitivityStep[]> | undefined {
  if (!sizes && tortuosity === undefined) return undefined;
  let before: ValueNode<readonly SensitivityStep[]> | undefined;
  for (let i = 0; i < thresholds; i += 1) {
    const by = (2 * i) / (thresholds - 1) - 1;
    const moved = by === 0 ? mask : maskAt(made, makeNode(movedThreshold, { levels }, { by }));
    before = makeNode(
      sensitivityStep,
      {
        before,
        levels,
        sizes: sizes
          ? makeNode(sizeDistribution, { measures: measureNode(separateNode(moved)) })
          : undefined,
        transport:
          tortuosity === undefined ? undefined : transportNode(moved, { axis: tortuosity }),
      },
      { by },
    );
  }
  return before;
}

/**
 * What the choice of the threshold does to the results: fraction and surface of the masks that
 * thresholds from 2 δ below the one that made this mask to 2 δ above it would have made, all from
 * one count; and, where asked for, D50 and tortuosity at a few of them. For masks as otsu(), li(),
 * threshold({ lo }) and the like make them, and their invert().
 *
 * δ is `delta`, or the standard deviation of the noise of the volume (of integers one grey level at
 * least): two thresholds that differ by less cannot be told apart voxel by voxel. It is an error of
 * the choice, not of the method: a bias by blur or partial volumes is not in it. The sampling
 * interval of `fraction()` stands beside it; the two are not added. Voxels without a value (NaN)
 * and their pairs count nowhere.
 *
 * Exact counts; D50 and tortuosity as `separate().sizeDistribution()` and `tortuosity()` give them.
 * Four passes: 6 B/voxel for u8, noise and fraction included.
 *
 * @param options - `delta`; `steps`: levels to a δ (default 8, 33 in all); `estimator` of the
 * surface; `within`: the voxels and pairs that count; `sizes`: D50 at `thresholds` (3, default, 5
 * or 7) from −δ to δ; `tortuosity`: the factor along this axis there.
 * @returns A query of the curves: thresholds in intensity, fractions from 0 to 1, surface per
 * volume in 1/length, diameters in the unit of length.
 * @throws VoxmetryError `invalid-argument` for a mask that was edited, or is a band; where there is
 * no `delta` and no noise.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(1000).map((_, i) => 20 * (i % 10)); // slopes along x
 * const scan = await lab.open({ data, size: [10, 10, 10] });
 * const { fraction, curve } = await scan.threshold({ lo: 100 }).sensitivity({ delta: 20 });
 * console.assert(fraction.value === 0.5 && fraction.thresholdRange.join() === '0.4,0.6');
 * console.assert(curve.threshold[16] === 99 && curve.fraction[16] === 0.5);
 * await lab.dispose();
 * ```
 */
export const sensitivity = operation({
  name: 'sensitivity',
  of: 'mask',
  options: {
    delta: thresholdLevels.params.delta,
    steps: thresholdLevels.params.steps,
    estimator: sensitivityOp.params.estimator,
    sizes: flag(false, 'Whether D50 is found at some thresholds, by separate().'),
    tortuosity: optionalAxis('The axis along which the tortuosity is found at some thresholds.'),
    thresholds: oneOf([3, 5, 7], 3, 'At how many thresholds those are found, from −δ to δ.'),
    ...withinOption,
  },
  gives: RESULT,
  node: (mask, { delta, steps, estimator, within, ...anew }) => {
    const made = madeByThreshold(mask);
    const { volume, above, given, side, nanAbove } = made;
    const noise = delta === undefined ? noiseNode(volume) : undefined;
    const levels = makeNode(
      thresholdLevels,
      { above, noise },
      { given, delta: delta ?? null, steps, whole: isWhole(volume) },
    );
    return makeNode(
      sensitivityOp,
      {
        levels,
        counts: makeNode(
          levelCrossings,
          { volume, within: countedWithin(mask, within).within, levels },
          { nanAbove },
        ),
        fraction: fractionNode(mask, within),
        steps: stepsOf(mask, made, levels, anew),
      },
      { side, estimator },
    );
  },
});
