export { VoxBatch } from './elements/panels/vox-batch.js';
export { VoxRecords } from './elements/panels/vox-records.js';
export { VoxCertainty } from './elements/panels/vox-certainty.js';
export { VoxReport } from './elements/panels/vox-report.js';
export { VoxClasses } from './elements/panels/vox-classes.js';
export { VoxPaint } from './elements/panels/vox-paint.js';
export { type Painting } from './elements/panels/painting.js';
