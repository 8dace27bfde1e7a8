// Skeletonisation on the GPU: directional thinning by simple points, in subfields.
import { allocGrid, bytesOf, implement } from '../implement/index.js';
import { skeleton as skeletonPass } from '../kernels/segmentation/index.js';
import { skeleton } from './skeleton.js';

/** Turns between two looks whether anything is left to take away. */
const BATCH = 4;
/** Directions: −z, +z, −y, +y, −x, +x; the axis of each. */
const AXES = [2, 2, 1, 1, 0, 0] as const;

/** {@link skeleton} on the GPU, on mask words in place. */
export const skeletonOnGpu = implement(skeleton, async ({ run, inputs, params, region, meta }) => {
  const { mask } = inputs;
  const out = allocGrid(run, meta, region);
  const { layout } = out;
  const bytes = bytesOf('bit', region);
  run.copy(mask.buffer, 0, out.buffer, 0, bytes);
  const candidates = run.alloc(bytes, 'voxels that may go');
  const progress = run.alloc(4, 'last turn that took any', { zero: true });
  const buffers = { bits: out.buffer, candidates, progress };
  const tiles = (y: number, z: number): readonly [number, number, number] => [
    Math.ceil(layout.rowWords / 16),
    Math.ceil(y / 4),
    z,
  ];
  const pass = (direction: number, subfield: number | undefined, turn: number): void => {
    const [, ny, nz] = region.size;
    const odd = { y: ((subfield ?? 0) >> 1) & 1, z: (subfield ?? 0) >> 2 };
    run.dispatch(skeletonPass, {
      buffers,
      params: { grid: layout, direction, subfield: subfield ?? 0, turn },
      constants: { MARK: subfield === undefined ? 1 : 0, KEEP_ENDS: params.keepEnds ? 1 : 0 },
      size: {
        workgroups:
          subfield === undefined
            ? tiles(ny, nz)
            : tiles(Math.ceil((ny - odd.y) / 2), Math.ceil((nz - odd.z) / 2)),
      },
      // A subfield is a quarter of the rows; what surrounds it, all.
      traffic:
        subfield === undefined
          ? { read: bytes, write: bytes }
          : { read: bytes + bytes / 4, write: bytes / 4 },
    });
  };
  const directions = AXES.flatMap((axis, direction) => (region.size[axis] > 1 ? [direction] : []));
  for (let turn = 0, last = 0; last === turn && directions.length > 0;) {
    for (let i = 0; i < BATCH; i++) {
      turn += 1;
      for (const direction of directions) {
        pass(direction, undefined, turn);
        for (let subfield = 0; subfield < 8; subfield++) pass(direction, subfield, turn);
      }
      await run.pace();
    }
    [last = 0] = new Uint32Array(await run.read(progress));
  }
  run.free(candidates, progress);
  return out;
});
