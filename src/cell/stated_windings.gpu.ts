import { implementOnHost } from '../implement/index.js';
import { statedWindings } from './stated_windings.js';
import type { WindingsData } from './windings_data.js';

/** {@link statedWindings}, on the host. */
export const statedWindingsOnHost = implementOnHost(
  statedWindings,
  ({ params: { windings } }): WindingsData => ({
    ...windings,
    handed: windings.handed < 0 ? -1 : 1,
    axis: { x: Float64Array.from(windings.axis.x), y: Float64Array.from(windings.axis.y) },
    middle: Float32Array.from(windings.middle),
    thickness: Float32Array.from(windings.thickness),
  }),
);
