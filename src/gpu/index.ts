export { Gpu } from './gpu.js';
export { Rehearsal } from './rehearsal.js';
export { Run, type Profile, type Reading } from './run.js';
export type { BoundGrid, DispatchArgs } from './dispatch.js';
export type { DispatchSize } from './submission.js';
export { kernel, type Access, type Kernel } from './kernel.js';
export { shader, type Shader } from './shader.js';
export { describeMessages } from './wgsl.js';
export {
  layoutParams,
  packParam,
  type GridLayout,
  type ParamSchema,
  type ParamType,
  type ParamValue,
} from './layout.js';
export { roundSize, type PooledBuffer, type PoolStats } from './pool.js';
export { TrafficLog, type OpCost, type Traffic } from './traffic.js';
export type { DeviceOptions } from './device.js';
export { workgroupWords } from './workgroup_memory.js';
