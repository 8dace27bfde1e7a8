// The words of the workbench in English; `words_de.ts` has the German ones, and comes when asked
// for. `{name}` stands for what is filled in.
import { computed, signal } from '@preact/signals-core';
import { language, setLanguage, type Language } from 'voxmetry/ui';
import { remember } from './remembered.js';

export const en = {
  appName: 'Voxmetry',
  claim: 'From a scan to numbers with error bars',
  claimMore:
    'Drop a scan anywhere on this page, or begin with a sample. Everything is computed on this machine: nothing leaves it.',
  starting: 'Starting the GPU …',
  open: 'Open …',
  openTitle: 'Open a volume',
  newStudy: 'New study',
  close: 'Close',
  undo: 'Undo',
  redo: 'Redo',
  layout: 'Layout',
  commands: 'Commands',
  searchCommands: 'Search operations and commands …',
  saveAs: 'Export: {name}',
  showTab: 'Results: {name}',
  openStudy: 'Open a study or report …',
  layoutFour: 'Four views',
  layoutOne: 'One slice large',
  layoutSpace: '3D large',
  layoutTable: 'Slices and results',
  measure: 'Rulers and regions',
  keep: 'Export',
  help: 'Keys and help',
  settings: 'Appearance and language',
  appearance: 'Appearance',
  asSystem: 'As the system',
  light: 'Light',
  dark: 'Dark',
  contrast: 'High contrast',
  languageName: 'Language',
  run: 'Run',
  runAll: 'Run all measures',
  running: 'Measuring',
  nothingToRun: 'Add a measure to run.',
  upToDate: 'Up to date',
  toRun: '{count} to run',
  volume: 'Volume',
  size: 'Size',
  voxel: 'Voxel',
  extent: 'Extent',
  grey: 'Grey values',
  memory: 'Memory',
  whole: 'fits the GPU whole',
  bricks: 'larger than the GPU: computed in bricks',
  format: 'Format',
  sampleName: 'synthetic sample',
  what: 'What is this?',
  whatWhy: 'A recipe to begin with; every step can be changed, and Ctrl+Z takes it back.',
  kind_cathode: 'Cathode',
  kind_separator: 'Separator',
  kind_fibsem: 'FIB-SEM',
  kind_cell: 'Cell',
  kind_other: 'Other',
  says_cathode: 'porosity, tortuosity, particles and their sizes',
  says_separator: 'porosity, pore sizes, tortuosity',
  says_fibsem: 'curtains removed, then as a cathode',
  says_cell: 'dense layers and inclusions along the height',
  says_other: 'bright phase and its parts',
  beginEmpty: 'Begin with no steps',
  recipe: 'Recipe',
  recipeOf: 'Recipe: {kind}',
  threshold: 'Threshold',
  thresholdOf: 'of {name}',
  thresholdNone: 'Move a handle to add a threshold.',
  layers: 'Layers',
  layerScan: 'Scan',
  layerMask: 'Mask',
  layerLabels: 'Objects',
  show: 'Show {name}',
  opacityOf: 'Opacity of {name}',
  gridOf: 'Which {name}',
  classes: 'Classes',
  paint: 'Paint classes',
  regions: 'Regions',
  regionsNone: 'Draw a box, an ellipse or a polygon in a slice.',
  region: 'Region {n}',
  nameOf: 'Name of {name}',
  remove: 'Remove {name}',
  within: 'Measure within',
  wholeVolume: 'the whole volume',
  differing: 'several',
  results: 'Results',
  tabNumbers: 'Numbers',
  tabObjects: 'Objects',
  tabPlots: 'Plots',
  tabDepth: 'Depth',
  tabCertainty: 'Certainty',
  tabReport: 'Report',
  tabBatch: 'Batch',
  tabRecords: 'Records',
  noNumbers: 'Run the recipe: every number comes with its unit, its interval and its estimator.',
  noTable: 'The table of objects is made by the step “Measure” of labels.',
  noDepth: 'The step “Profile” of a mask says how a phase is spread along an axis.',
  stale: 'of an earlier recipe',
  table: 'Table',
  profileOf: '{name} along {axis}',
  profileHint: 'A click moves the slices there.',
  views: 'Views',
  work: 'Recipe',
  read: 'Results',
  sizesPlot: 'Size distribution, by volume',
  scatterPlot: 'Shape against size',
  saveCsv: 'Table, CSV',
  saveParquet: 'Table, Parquet',
  saveMask: 'Mask, TIFF',
  saveLabels: 'Objects, TIFF',
  saveMesh: 'Surface of the mask, STL',
  savePicture: 'Picture with scale bar, PNG',
  saveStudy: 'Study, JSON',
  saveNotebook: 'Study as a notebook, HTML',
  saving: 'Writing {name} …',
  saved: 'Saved {name}.',
  autosaved: 'kept in this browser',
  notSaved: 'not kept: {reason}',
  noPosition: 'no crosshair',
  atVoxel: 'voxel',
  gpuMemory: 'GPU {live} of {budget}',
  software: 'software adapter',
  softwareNotice:
    'No GPU was found: a software adapter computes. All numbers are the same, and take longer.',
  lost: 'The GPU was lost ({reason}). It is being started again; nothing of the study is gone.',
  recovered: 'The GPU is back. What was being computed is computed again.',
  noGpuTitle: 'WebGPU is not available here',
  noGpuHelp:
    'Use a current Chrome, Edge, Firefox or Safari on a machine with a graphics driver; the page must come from https or localhost. Then load this page again.',
  workerTitle: 'The engine did not start',
  workerHelp: 'Load the page again. If it stays so, the files of the page are not whole.',
  tryAgain: 'Try again',
  help_limit: 'Crop the volume, open a coarser level, or bin it.',
  help_memory: 'Close other pages that use the GPU, or crop the volume.',
  help_lost: 'Run again once the GPU is back.',
  help_file: 'The file may be damaged or of another kind. What was open stays.',
  help_storage: 'Make room on the disk of this browser.',
  studyOpened: 'The study is open. Choose the files that it was made with.',
  dismiss: 'Dismiss',
  dropHere: 'Drop to open',
  restored: 'Your last study is back.',
  helpKeys: 'Keys',
  key_arrows: 'move the crosshair in a slice; turn the scene',
  key_page: 'another slice; ten with Shift',
  key_zoom: 'zoom; F shows all',
  key_m: 'maximise the view, and back',
  key_t: 'go to the threshold; arrows move it',
  key_slash: 'search all operations and commands',
  key_run: 'run all measures',
  key_undo: 'undo, redo',
  key_layout: 'four views, one slice, 3D, results',
  key_help: 'this help',
  key_escape: 'cancel, close, leave the large view',
  helpMore:
    'In a list of steps: Enter opens, Alt+↑ ↓ moves, F2 renames, Ctrl+D copies, Delete removes.',
  stepDenoise: 'Denoise',
  stepActive: 'Active material',
  stepPolymer: 'Polymer',
  stepDense: 'Dense layers',
  stepBright: 'Bright phase',
  stepPores: 'Pores',
  stepPorosity: 'Porosity',
  stepProfile: 'Porosity through the depth',
  stepTortuosity: 'Tortuosity of the pores',
  stepSurface: 'Specific surface',
  stepParticles: 'Particles',
  stepParts: 'Separate parts',
  stepTable: 'Table of objects',
  stepSizes: 'Particle sizes',
  stepPoreSizes: 'Pore sizes',
  stepCurtains: 'Curtains removed',
  stepFlatten: 'Even brightness',
  stepDenseShare: 'Share of dense layers',
  stepDenseProfile: 'Dense layers along the height',
  stepBrightShare: 'Share of the bright phase',
};

/** The words of the workbench. */
export type Words = Readonly<Record<keyof typeof en, string>>;

const tables = signal<ReadonlyMap<Language, Words>>(new Map([['en', en]]));

/** The words in the language of the elements. */
export const words = computed(() => tables.value.get(language()) ?? en);

/** Chooses the language of the page and of its elements. */
export async function speak(wanted: Language): Promise<void> {
  if (wanted === 'de' && !tables.value.has('de')) {
    const { de } = await import('./words_de.js');
    tables.value = new Map(tables.value).set('de', de);
  }
  await setLanguage(wanted);
  document.documentElement.lang = wanted;
}

/** As {@link speak}, and keeps the choice. */
export function chooseLanguage(wanted: Language): void {
  remember('language', wanted);
  void speak(wanted);
}

/** Fills values into a string: `fill('{count} voxels', { count: 3 })`. */
export function fill(said: string, values: Readonly<Record<string, string | number>>): string {
  return said.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** A number as the language writes it, with four significant digits. */
export function number(value: number, options: Intl.NumberFormatOptions = {}): string {
  const digits = { maximumSignificantDigits: 4, ...options };
  return new Intl.NumberFormat(language(), digits).format(value);
}

/** A length of bytes in the unit that suits it. */
export function bytes(value: number): string {
  const power = value < 1e6 ? 1 : value < 1e9 ? 2 : 3;
  return `${number(value / 1000 ** power, { maximumSignificantDigits: 3 })} ${['kB', 'MB', 'GB'][power - 1]!}`;
}
