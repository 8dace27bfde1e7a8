import { gridMeta, type Node } from '../recipe/op.js';
import { endBits } from './choose_labels.js';
import { chosenObjects, type Objects } from './chosen_objects.js';

/**
 * Labels, or a mask, without the objects that touch the border of the volume: that have a voxel on
 * one of its six faces; of an image (z = 1), on one of its four edges. Labels keep their ids; the
 * objects of a mask are its components.
 */
export function clearBorderNode(grid: Node, objects: Objects = {}): Node {
  const image = gridMeta(grid).size[2] === 1;
  const clear = endBits('x') | endBits('y') | (image ? 0 : endBits('z'));
  return chosenObjects('clearBorder', grid, objects, ['faces'], { clear });
}
