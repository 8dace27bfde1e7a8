export { openEngine, type OpenEngineOptions } from './open_engine.js';
