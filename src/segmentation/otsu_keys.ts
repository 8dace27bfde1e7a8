// Otsu's thresholds of 32-bit volumes, among all their values.
import { yields, type ScalarMeta } from '../recipe/meta.js';
import { declareOp, makeNode, valueInput, type Node, type ValueNode } from '../recipe/op.js';
import { integer } from '../recipe/params.js';
import { keyBins, keyCounts, type KeyBins, type KeyCounts } from '../stats/key_bins.js';

/** Most classes of a multi-level Otsu. */
export const MOST_CLASSES = 5;

const classesParam = integer(
  { default: 2, min: 2, max: MOST_CLASSES },
  'Number of classes that intensities are divided into.',
);

/**
 * The bins of a two-level histogram in which a cut into so many `classes` may lie that is the best
 * of all, as rising upper halves of keys. The least cost of cuts between bins is compared with what
 * cuts within a bin can reach: between-class variance is convex in what a bin's voxels add to each
 * side, so that it is bounded by the same voxels at the bin's ends. On the host.
 */
export const otsuBins = declareOp({
  name: 'otsuBins',
  kind: 'host',
  inputs: { bins: valueInput<KeyBins>() },
  params: { classes: classesParam },
  exactness: 'exact',
  result: () => yields.plain<Uint32Array>(),
});

/**
 * Otsu's threshold of a 32-bit volume: the greatest value of the darker class of the two that vary
 * least within, among all values that occur; the first where several are equal. Decided in f64 from
 * whole counts, so the same everywhere. NaN and the infinities are left out.
 *
 * Error `invalid-argument` where there are fewer than two different values. On the host. N. Otsu,
 * IEEE Trans. Syst. Man Cybern. 9 (1979) 62–66, https://doi.org/10.1109/TSMC.1979.4310076.
 */
export const otsuOfKeys = declareOp({
  name: 'otsuOfKeys',
  kind: 'host',
  inputs: { bins: valueInput<KeyBins>(), counts: valueInput<KeyCounts>() },
  params: {},
  exactness: 'exact',
  result: () => yields.scalar(),
  notes: () => ({
    otsu: 'foreground v > t; first maximum of the between-class variance, among all finite values',
  }),
});

/**
 * As {@link otsuOfKeys}, the `classes` − 1 thresholds of 2 to 5 classes, rising: each the greatest
 * value of its class. Error `invalid-argument` where there are fewer different values than classes.
 */
export const multiOtsuOfKeys = declareOp({
  name: 'multiOtsuOfKeys',
  kind: 'host',
  inputs: { bins: valueInput<KeyBins>(), counts: valueInput<KeyCounts>() },
  params: { classes: classesParam },
  exactness: 'exact',
  result: () => yields.plain<Float64Array>(),
  notes: ({ classes }) => ({
    multiOtsu: `${String(classes)} classes among all finite values; class k is above k thresholds`,
  }),
});

/** The two levels of a histogram that decide the classes of a 32-bit volume. */
function levelsNode(volume: Node, within: Node | undefined, classes: number) {
  const bins = makeNode(keyBins, { volume, within });
  const chosen = makeNode(otsuBins, { bins }, { classes });
  return { bins, counts: makeNode(keyCounts, { volume, within, chosen }) };
}

/** The node of the Otsu threshold of a 32-bit volume. */
export function otsuOfKeysNode(volume: Node, within?: Node): Node<ScalarMeta> {
  return makeNode(otsuOfKeys, levelsNode(volume, within, 2));
}

/** The node of the thresholds of a 32-bit volume's classes. */
export function multiOtsuOfKeysNode(
  volume: Node,
  within: Node | undefined,
  classes: number,
): ValueNode<Float64Array> {
  return makeNode(multiOtsuOfKeys, levelsNode(volume, within, classes), { classes });
}
