import { yields, type ScalarMeta } from '../recipe/meta.js';
import { declareOp, input, optionalInput, isGridMeta, makeNode, type Node } from '../recipe/op.js';
import { invalidArgument } from '../recipe/errors.js';
import { isWide, type Dtype } from '../recipe/dtype.js';
import { histogramNode } from '../stats/histogram.js';
import { otsuOfKeysNode } from './otsu_keys.js';
import { otsuThreshold } from './otsu_threshold.js';

/**
 * Otsu's threshold of a 16-bit volume, or of its voxels within a mask: what {@link otsuThreshold}
 * makes of its histogram, to the last bit, without counting every level. A sample says where the
 * cut should lie; one pass counts the levels there and sums those between a few others, which
 * proves that no cut elsewhere is as good: the between-class variance is convex in count and
 * moment, so that the corners of what a bin may hold bound it. Where that fails, as it may where a
 * handful of extreme voxels moves the cut, and in bricks and small volumes, all levels are counted.
 *
 * Error `invalid-argument` where there are fewer than two different values. 2 B/voxel in one pass,
 * and 1/8 B/voxel of mask; where all is counted, up to 10 B/voxel more. N. Otsu, IEEE Trans. Syst.
 * Man Cybern. 9 (1979) 62–66, https://doi.org/10.1109/TSMC.1979.4310076.
 */
export const otsuLevel = declareOp({
  name: 'otsuLevel',
  kind: 'reduce',
  inputs: { volume: input('volume'), within: optionalInput('mask') },
  params: {},
  exactness: 'exact',
  result: ({ volume }) => {
    if (!isLevels(volume.storage))
      throw invalidArgument('otsuLevel', 'volume', volume.storage, 'a volume of 16-bit integers');
    return yields.scalar();
  },
  notes: () => ({ otsu: 'foreground v > t; first maximum of the between-class variance' }),
});

function isLevels(storage: string): boolean {
  return storage === 'u16' || storage === 'i16';
}

/**
 * The node of a volume's Otsu threshold: of 16 bits by {@link otsuLevel}, of 32 bits by
 * `otsuOfKeys`, of 8 bits by {@link otsuThreshold}.
 */
export function otsuNode(volume: Node, within?: Node): Node<ScalarMeta> {
  if (isGridMeta(volume.meta) && isLevels(volume.meta.storage))
    return makeNode(otsuLevel, { volume, within });
  if (isGridMeta(volume.meta) && isWide(volume.meta.storage as Dtype))
    return otsuOfKeysNode(volume, within);
  return makeNode(otsuThreshold, { histogram: histogramNode(volume, within) });
}
