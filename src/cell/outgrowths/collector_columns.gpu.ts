import { allocGrid, bytesOf, implement } from '../../implement/index.js';
import { collectorFaces, columnExcess } from '../../kernels/cell/index.js';
import { codeOf } from '../../recipe/dtype.js';
import { AXIS_INDEX, volumeOf } from '../../recipe/geometry.js';
import { collectorColumns } from './collector_columns.js';
import { wholeColumns } from './foil_blocks.js';

/** Values of nine columns are added with weights that sum up to so much. */
const WEIGHTS = 16;

/** {@link collectorColumns} on the GPU: one invocation per column. */
export const collectorColumnsOnGpu = implement(
  collectorColumns,
  ({ run, inputs: { volume, track }, params, region, meta }) => {
    const out = allocGrid(run, meta, region);
    const axis = AXIS_INDEX[params.normal];
    const places = run.alloc(track.places.byteLength, 'places of a foil');
    run.upload(places, track.places);
    const read = wholeColumns(volume.meta.size, params.normal, region.origin, region.size);
    const shared = {
      grids: { src: volume, dst: out },
      buffers: { places },
      size: { invocations: volumeOf(region.size) / region.size[axis] },
      traffic: { read: bytesOf(volume.meta.storage, read) + places.bytes },
    };
    const constants = { SRC_DTYPE: codeOf(volume.meta.storage), AXIS: axis };
    const blocks = track.size[0];
    if (track.regime === 'resolved')
      run.dispatch(collectorFaces, {
        ...shared,
        params: {
          blocks,
          snap: track.snap,
          reach: Math.min(params.reach ?? Infinity, volume.meta.size[axis]),
          level: WEIGHTS * track.level,
          separator: WEIGHTS * (params.separator ?? 0),
        },
        constants: { ...constants, HAS_SEPARATOR: params.separator === null ? 0 : 1 },
      });
    else
      run.dispatch(columnExcess, {
        ...shared,
        params: { blocks, reach: track.sumReach, level: WEIGHTS * track.coating },
        constants,
      });
    run.free(places);
    return out;
  },
);
