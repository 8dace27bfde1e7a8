import { invalidArgument } from '../recipe/errors.js';
import { yields } from '../recipe/meta.js';
import {
  declareOp,
  isNodeOf,
  makeNode,
  optionalInput,
  optionalValueInput,
  type Node,
} from '../recipe/op.js';
import { nullable, numbers } from '../recipe/params.js';
import { classify, multiOtsuThresholds } from './multi_otsu.js';
import { multiOtsuOfKeys } from './otsu_keys.js';
import { threshold } from './threshold.js';

/**
 * The thresholds that made a mask or phases, rising, as a list: those that were given, or those
 * that a method found. On the host.
 */
export const appliedThresholds = declareOp({
  name: 'appliedThresholds',
  kind: 'host',
  inputs: { above: optionalInput('scalar'), found: optionalValueInput<Float64Array>() },
  params: { given: nullable(numbers('Thresholds that were given.')) },
  exactness: 'exact',
  result: () => yields.plain<number[]>(),
});

/** The node of the {@link appliedThresholds} of a mask or of phases that thresholds made. */
export function appliedThresholdsNode(grid: Node) {
  if (isNodeOf(grid, classify)) {
    const { thresholds } = grid.inputs;
    if (
      thresholds !== undefined &&
      (isNodeOf(thresholds, multiOtsuThresholds) || isNodeOf(thresholds, multiOtsuOfKeys))
    )
      return makeNode(appliedThresholds, { found: thresholds });
  }
  if (isNodeOf(grid, threshold)) {
    const { above } = grid.inputs;
    const given = [grid.params['lo'], grid.params['hi']].filter((n) => typeof n === 'number');
    if (above !== undefined || given.length > 0)
      return makeNode(appliedThresholds, { above }, { given: given.length > 0 ? given : null });
  }
  throw invalidArgument(
    'thresholds',
    grid.meta.kind,
    `made by ${grid.by ?? grid.op.name}`,
    'a mask made by a threshold, or phases made by multiOtsu',
  );
}
