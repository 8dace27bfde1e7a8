export * from './grid.js';
export * from './implement.js';
