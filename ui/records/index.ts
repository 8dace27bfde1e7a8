export {
  runBatch,
  type BatchInput,
  type BatchOptions,
  type BatchResult,
  type BatchState,
} from './batch.js';
export { batchInputs, type FolderIs } from './batch_inputs.js';
export {
  compareDistributions,
  compareValues,
  objectQuantiles,
  type DistributionComparison,
  type ObjectQuantile,
  type ObjectQuantiles,
  type ValueComparison,
} from './compare.js';
export { exportRecords, importRecords, type RecordFormat } from './exchange.js';
export {
  type MeasuredValue,
  type Metadata,
  type MetadataColumn,
  type RecordRow,
  type Sample,
} from './fields.js';
export { type Checked, type Limit, type Verdict } from './limits.js';
export { type KeptObjects, type ObjectTable } from './object_tables.js';
export { browserRecords, memoryRecords, type RecordStore } from './record_store.js';
export { openRecords, Records, type AddedSample, type ObjectsOf } from './records.js';
export { crateFiles, crateZip, type CrateAbout } from './ro_crate.js';
export { type Condition, type RowGroup, type Where } from './selection.js';
export { sampleOf } from './session_records.js';
export { type PermutationTest } from './statistics/permutations.js';
export { type Spread } from './statistics/spread.js';
export { type Alike, type Summary, type SummaryOptions } from './summarise.js';
export { type TwinStatistics } from './twin_statistics.js';
export { type NamedFiles } from './zip.js';
