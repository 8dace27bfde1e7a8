export * from './buffer_bytes.js';
export * from './grid.js';
export * from './implement.js';
export * from './spilled_grid.js';
export * from './exact_region.js';
export * from './held_inputs.js';
export * from './into_spill.js';
export * from './staged.js';
export { wideLoads, type WideLoads } from './wide_loads.js';
