export { apply, compose, invert, isRigid, Transform } from '../recipe/transform.js';
export {
  affine,
  rigid,
  rotation,
  scaling,
  translation,
  type Rotation,
} from '../recipe/simple_transforms.js';
export type { Vec3 } from '../recipe/geometry.js';
