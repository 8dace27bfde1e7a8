export { openEngine, type OpenEngineOptions } from './open_engine.js';
export type { EngineOptions } from './engine.js';
export { fileTarget } from './file_target.js';
