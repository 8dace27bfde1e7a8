export { VoxElement } from './element.js';
export { language, setLanguage, type Language } from './language.js';
export { Link } from './session/link.js';
export { VoxProgress } from './elements/vox-progress.js';
export { VoxTable, type TableExport } from './elements/vox-table.js';
export type { ColumnRange, RowSort } from './numbers/rows.js';
export { VoxHistogram, type ThresholdChange } from './elements/vox-histogram.js';
export type { PhaseBand } from './numbers/grey_levels.js';
