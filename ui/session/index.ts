export {
  Autosave,
  restore,
  type AutosaveOptions,
  type Restored,
  type StudyStore,
} from './autosave.js';
export { browserStore } from './browser_store.js';
export { isPainted, paintedVoxels, stroke, strokeWith, type StrokeOptions } from './brush.js';
export { Catalogue, loadCatalogue, type OperationsModule, type Outcome } from './catalogue.js';
export {
  addClass,
  addClassification,
  addTraining,
  classificationOf,
  MOST_PAINTED_CLASSES,
  paintedClasses,
  removeClass,
  renameClass,
  setBrushes,
  trainingOf,
} from './classes.js';
export { contentHash, type HashedFile } from './content_hash.js';
export {
  addStep,
  changeStep,
  duplicateStep,
  moveStep,
  removeStep,
  type StepChange,
} from './edit_steps.js';
export {
  addBrush,
  addRegion,
  addSource,
  changeRegion,
  freeName,
  removeBrush,
  removeRegion,
  removeSource,
  select,
  setBrush,
  setRegions,
  setView,
} from './edit_study.js';
export { exportStudy } from './export_study.js';
export { Link } from './link.js';
export { parseStudy } from './parse_study.js';
export { Results, type StepResult } from './results.js';
export { FoundSheets, type FindSheet, type WaitingSheet } from './sheets.js';
export { openSession, Session, type HistoryEntry } from './session.js';
export { CallMemory, handlesOf, type Handle, type StepHandles } from './step_handles.js';
export {
  emptyStudy,
  type NamedRefs,
  type PlainRecord,
  type StepRef,
  type Study,
  type StudyBrush,
  type StudyFacts,
  type StudyOpening,
  type StudyRegion,
  type StudySelection,
  type StudySource,
  type StudyStep,
} from './study.js';
