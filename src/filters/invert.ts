import { declareOp, input } from '../recipe/op.js';

/** The voxels that a mask leaves out. One pass, 1/4 B/voxel. */
export const invert = declareOp({
  name: 'invert',
  kind: 'map',
  inputs: { mask: input('mask') },
  params: {},
  exactness: 'exact',
  result: ({ mask }) => mask,
});
