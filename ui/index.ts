export { VoxElement } from './element.js';
export { language, setLanguage, type Language } from './language.js';
export {
  addBrush,
  addRegion,
  addSource,
  addStep,
  Autosave,
  browserStore,
  CallMemory,
  Catalogue,
  changeRegion,
  changeStep,
  contentHash,
  duplicateStep,
  emptyStudy,
  exportStudy,
  freeName,
  handlesOf,
  isPainted,
  Link,
  loadCatalogue,
  moveStep,
  openSession,
  paintedVoxels,
  parseStudy,
  removeBrush,
  removeRegion,
  removeSource,
  removeStep,
  restore,
  Results,
  select,
  Session,
  setBrush,
  setView,
  stroke,
  type AutosaveOptions,
  type Handle,
  type HashedFile,
  type HistoryEntry,
  type OperationsModule,
  type Outcome,
  type PlainRecord,
  type Restored,
  type StepChange,
  type StepHandles,
  type StepRef,
  type StepResult,
  type StrokeOptions,
  type Study,
  type StudyBrush,
  type StudyFacts,
  type StudyOpening,
  type StudyRegion,
  type StudySelection,
  type StudySource,
  type StudyStep,
  type StudyStore,
} from './session/index.js';
export { VoxOpForm, type GridChoice, type OptionsDetail } from './elements/vox-op-form.js';
export { VoxOpen, type OpenedDetail } from './elements/vox-open.js';
export { VoxPalette } from './elements/vox-palette.js';
export { VoxRecipe, type WipeDetail } from './elements/vox-recipe.js';
export { VoxResults, type ShownResult } from './elements/vox-results.js';
export { VoxProgress } from './elements/vox-progress.js';
export { VoxTable, type TableExport } from './elements/vox-table.js';
export type { ColumnRange, RowSort } from './numbers/rows.js';
export { VoxHistogram, type ThresholdChange } from './elements/vox-histogram.js';
export type { PhaseBand } from './numbers/grey_levels.js';
export { VoxPlot, type BrushChange, type PlotBrush } from './elements/vox-plot.js';
export type { Interval } from './elements/plot_controls.js';
export type { PlotBand, PlotKind } from './elements/plot_drawing.js';
export { VoxSliceView, type ShownSlice } from './elements/vox-slice-view.js';
export type { PickDetail } from './views/pointed.js';
export { VoxVolumeView } from './elements/vox-volume-view.js';
export { VoxMeasure, type MeasureTool } from './elements/vox-measure.js';
export type { Measure } from './measures/measure.js';
export type { Profile } from './measures/profile.js';
export type { MeasuredRegion, RegionShape } from './measures/regions.js';
