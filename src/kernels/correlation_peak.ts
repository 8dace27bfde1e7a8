import { kernel } from '../gpu/index.js';
import wgsl from './correlation_peak.wgsl?raw';

/** Words that {@link correlationPeak} stores per slice: shift x, y (i32), value, 0, values at x − 1, x + 1, y − 1, y + 1. */
export const PEAK_ROW = 8;

/** The greatest real part of every slice among shifts of at most `reach`, and its neighbours. */
export const correlationPeak = kernel({
  name: 'correlation_peak',
  wgsl,
  buffers: { correlation: 'read', peaks: 'write' },
  params: { size: 'vec3u', reach_x: 'u32', reach_y: 'u32' },
  constants: [],
  workgroup: [256, 1, 1],
});
