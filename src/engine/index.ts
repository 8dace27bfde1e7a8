export { openEngine, type OpenEngineOptions } from './open_engine.js';
export type { EngineOptions } from './engine.js';
export type { EngineLab, GridLease, LeaseOptions } from './engine_lab.js';
export type { GridLayout } from '../gpu/index.js';
export { fileSource } from '../io/file_source.js';
export { fileTarget } from './file_target.js';
export { bundle } from '../volume/bundle.js';
export { VoxmetryError, type ErrorCode } from '../recipe/errors.js';
export { voxels, type Length } from '../recipe/length.js';
