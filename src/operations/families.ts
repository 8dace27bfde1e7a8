import { isOperation, type AnyOperation } from '../recipe/operation.js';
import * as classifier from './classifier.js';
import * as grid from './grid.js';
import * as labelEditing from './labels/editing.js';
import * as labelMeasuring from './labels/measuring.js';
import * as labelMesh from './labels/mesh.js';
import * as maskMesh from './mask/mesh.js';
import * as maskMorphology from './mask/morphology.js';
import * as maskOverlap from './mask/overlap.js';
import * as maskObjects from './mask/objects.js';
import * as maskSensitivity from './mask/sensitivity.js';
import * as maskSheets from './mask/sheets.js';
import * as maskStatistics from './mask/statistics.js';
import * as maskStructure from './mask/structure.js';
import * as maskTransport from './mask/transport.js';
import * as maskWindings from './mask/windings.js';
import * as phaseInterfaces from './phases/interfaces.js';
import * as phaseOverlap from './phases/overlap.js';
import * as phaseMaterials from './phases/materials.js';
import * as resampling from './resampling.js';
import * as surface from './surface.js';
import * as arithmetic from './volume/arithmetic.js';
import * as can from './volume/can.js';
import * as corrections from './volume/corrections.js';
import * as denoising from './volume/denoising.js';
import * as joint from './volume/joint.js';
import * as derivatives from './volume/derivatives.js';
import * as volumeObjects from './volume/objects.js';
import * as volumeOutgrowths from './volume/outgrowths.js';
import * as learning from './volume/learning.js';
import * as inference from './volume/inference.js';
import * as volumeMesh from './volume/mesh.js';
import * as registration from './volume/registration.js';
import * as reconstruction from './volume/reconstruction.js';
import * as thresholds from './volume/thresholds.js';
import * as windows from './volume/windows.js';

/** Operations that belong together, under a heading that a palette shows. */
export interface Family {
  readonly label: string;
  readonly operations: readonly AnyOperation[];
}

/** All operations, by family. */
export const FAMILIES: readonly Family[] = Object.entries({
  'Every grid': { ...grid, ...resampling },
  Denoising: denoising,
  Derivatives: derivatives,
  'Morphology and windows': windows,
  Arithmetic: arithmetic,
  Corrections: corrections,
  Thresholds: thresholds,
  'Reconstruction and extrema': reconstruction,
  Registration: registration,
  Learning: { ...learning, ...classifier, ...inference },
  'Sampling, objects and statistics of volumes': volumeObjects,
  'Morphology of masks': maskMorphology,
  'Masks, objects and fractions': maskObjects,
  'Statistics of masks': { ...maskStatistics, ...maskSensitivity },
  'Joint statistics': joint,
  'Overlap of masks': maskOverlap,
  'Overlap of phases': phaseOverlap,
  'Structure and layers': maskStructure,
  Transport: maskTransport,
  'Editing of labels': labelEditing,
  'Measuring of labels': labelMeasuring,
  Materials: phaseMaterials,
  'Interfaces of phases': phaseInterfaces,
  Surfaces: surface,
  'Meshes of masks': maskMesh,
  'Meshes of labels': labelMesh,
  'Meshes of volumes': volumeMesh,
  Cells: { ...can, ...maskWindings, ...maskSheets, ...volumeOutgrowths },
}).map(([label, family]) => ({ label, operations: Object.values(family).filter(isOperation) }));

/** All operations. */
export const OPERATIONS: readonly AnyOperation[] = FAMILIES.flatMap(({ operations }) => operations);
