export { VoxCertainty } from './elements/panels/vox-certainty.js';
export { VoxReport } from './elements/panels/vox-report.js';
