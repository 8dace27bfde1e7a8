import eightLines from './eight_lines.wgsl?raw';
import { distanceWgsl } from './squared_distance.js';

/** Shared WGSL of the distance kernels whose invocations own eight quads in line. */
export const eightLinesWgsl = { ...distanceWgsl, eight_lines: eightLines } as const;
