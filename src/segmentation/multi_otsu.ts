// Multi-level Otsu thresholds.
import { invalidArgument } from '../recipe/errors.js';
import { yields, type GridMeta } from '../recipe/meta.js';
import { isWide, type Dtype } from '../recipe/dtype.js';
import { declareOp, gridMeta, input, makeNode, valueInput, type Node } from '../recipe/op.js';
import { integer, namedNumbers } from '../recipe/params.js';
import { histogramNode, type Histogram } from '../stats/histogram.js';
import { MOST_CLASSES, multiOtsuOfKeysNode } from './otsu_keys.js';

/**
 * The `classes` − 1 thresholds (2 to 5 classes) that maximise the variance between the classes of a
 * histogram of integers, rising; class k holds the values above exactly k of them. The exact
 * maximum, the lowest where several are equal, by dynamic programming over the occupied bins:
 * scikit-image's `threshold_multiotsu`. 32-bit volumes have `multiOtsuOfKeys`. Costs no GPU time.
 *
 * Error `invalid-argument` where fewer bins than classes are occupied.
 * P.-S. Liao, T.-S. Chen and P.-C. Chung, J. Inf. Sci. Eng. 17 (2001) 713.
 */
export const multiOtsuThresholds = declareOp({
  name: 'multiOtsuThresholds',
  kind: 'host',
  inputs: { histogram: valueInput<Histogram>() },
  params: {
    classes: integer(
      { default: 3, min: 2, max: MOST_CLASSES },
      'Number of classes that intensities are divided into.',
    ),
  },
  exactness: 'exact',
  result: () => yields.plain<Float64Array>(),
  notes: ({ classes }) => ({
    multiOtsu: `${String(classes)} classes; class k is above k thresholds`,
  }),
});

/**
 * Phases by rising thresholds: code k where a value is above exactly k of them; NaN is above none.
 * Moves the volume once and 1 B/voxel out; one pass.
 */
export const classify = declareOp({
  name: 'classify',
  kind: 'map',
  inputs: { volume: input('volume'), thresholds: valueInput<Float64Array>() },
  params: { phases: namedNumbers('Names of the phases with their codes, darkest first.') },
  exactness: 'exact',
  result: ({ volume }, { phases }): GridMeta => ({
    ...volume,
    kind: 'phases',
    storage: 'u8',
    phases,
  }),
});

/** The node of a multi-level Otsu: phases named after `names`, darkest first. */
export function multiOtsuNode(volume: Node, names: readonly string[], within?: Node): Node {
  const given: unknown = names;
  const isName = (name: unknown): boolean => typeof name === 'string' && name !== '';
  if (
    !Array.isArray(given) ||
    given.length < 2 ||
    given.length > MOST_CLASSES ||
    !given.every(isName) ||
    new Set(given).size !== given.length
  )
    throw invalidArgument(
      'multiOtsu',
      'classes',
      given,
      `2 to ${String(MOST_CLASSES)} different names, darkest first`,
    );
  const classes = names.length;
  const thresholds = isWide(gridMeta(volume).storage as Dtype)
    ? multiOtsuOfKeysNode(volume, within, classes)
    : makeNode(multiOtsuThresholds, { histogram: histogramNode(volume, within) }, { classes });
  const phases = Object.fromEntries(names.map((name, code) => [name, code]));
  return makeNode(classify, { volume, thresholds }, { phases });
}
