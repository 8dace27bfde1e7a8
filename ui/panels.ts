export { VoxBatch } from './elements/panels/vox-batch.js';
export { VoxRecords } from './elements/panels/vox-records.js';
