export { EngineView } from './engine_view.js';
