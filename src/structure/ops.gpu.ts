// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate
import type { Implementation } from '../implement/index.js';
import { columnExtentsOnGpu } from './column_extents.gpu.js';
import { decimateMeshOnHost } from './decimate_mesh.gpu.js';
import { depthProfileOnGpu } from './depth_profile.gpu.js';
import { faceValuesOnGpu } from './face_values.gpu.js';
import { inscribedDiametersOnGpu } from './inscribed_diameters.gpu.js';
import { interfaceSamplingOnGpu } from './interface_sampling.gpu.js';
import { interfacesOnGpu } from './interfaces.gpu.js';
import { largestBallsOnGpu } from './largest_balls.gpu.js';
import { layerOnHost } from './layer.gpu.js';
import { meshSurfaceOnGpu } from './mesh_surface.gpu.js';
import { sizeCurveOnGpu } from './size_curve.gpu.js';
import { smoothMeshOnHost } from './smooth_mesh.gpu.js';
import { surfaceOnHost } from './surface.gpu.js';
import { surfaceHeightOnGpu } from './surface_height.gpu.js';
import { thicknessDistributionOnGpu } from './thickness.gpu.js';
import { tripleLinesOnGpu } from './triple_lines.gpu.js';

/** How the ops of this folder are computed. Loaded when a recipe first needs one of them. */
export const STRUCTURE_ON_GPU: readonly Implementation[] = [
  columnExtentsOnGpu,
  decimateMeshOnHost,
  depthProfileOnGpu,
  faceValuesOnGpu,
  inscribedDiametersOnGpu,
  interfaceSamplingOnGpu,
  interfacesOnGpu,
  largestBallsOnGpu,
  layerOnHost,
  meshSurfaceOnGpu,
  sizeCurveOnGpu,
  smoothMeshOnHost,
  surfaceOnHost,
  surfaceHeightOnGpu,
  thicknessDistributionOnGpu,
  tripleLinesOnGpu,
];
