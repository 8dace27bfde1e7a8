export { apply, compose, invert, isRigid, Transform } from '../recipe/transform.js';
export {
  affine,
  rigid,
  rotation,
  scaling,
  similarity,
  translation,
  type Rotation,
} from '../recipe/simple_transforms.js';
export {
  landmarks,
  type LandmarkFit,
  type LandmarkModel,
  type LandmarkPair,
} from '../recipe/landmarks.js';
export {
  alongAxis,
  boxOf,
  cameraFrame,
  cornersOf,
  fitCamera,
  flyTo,
  FROM_CORNER,
  pan,
  projectPosition,
  rayOfPixel,
  rotationOf,
  trackball,
  unitsPerPixel,
  viewProjection,
  zoom,
  type Box,
  type CameraFrame,
  type FitOptions,
  type PictureSize,
  type Ray,
} from '../recipe/view/camera.js';
export { axisLetters } from '../recipe/view/frame_lines.js';
export type { Camera } from '../recipe/view/state.js';
export type { Vec3 } from '../recipe/geometry.js';
