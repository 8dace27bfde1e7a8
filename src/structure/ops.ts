// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate
import { eraseOp, type AnyOp } from '../recipe/op.js';
import { columnExtents } from './column_extents.js';
import { decimateMesh } from './decimate_mesh.js';
import { depthProfile } from './depth_profile.js';
import { faceValues } from './face_values.js';
import { inscribedDiameters } from './inscribed_diameters.js';
import { interfaceSampling } from './interface_sampling.js';
import { interfaces } from './interfaces.js';
import { largestBalls } from './largest_balls.js';
import { layer } from './layer.js';
import { meshSurface } from './mesh_surface.js';
import { sizeCurve } from './size_curve.js';
import { smoothMesh } from './smooth_mesh.js';
import { surface } from './surface.js';
import { surfaceHeight } from './surface_height.js';
import { thicknessDistribution } from './thickness.js';
import { tripleLines } from './triple_lines.js';

/** The ops of this folder, as they are declared. */
export const STRUCTURE: readonly AnyOp[] = [
  eraseOp(columnExtents),
  eraseOp(decimateMesh),
  eraseOp(depthProfile),
  eraseOp(faceValues),
  eraseOp(inscribedDiameters),
  eraseOp(interfaceSampling),
  eraseOp(interfaces),
  eraseOp(largestBalls),
  eraseOp(layer),
  eraseOp(meshSurface),
  eraseOp(sizeCurve),
  eraseOp(smoothMesh),
  eraseOp(surface),
  eraseOp(surfaceHeight),
  eraseOp(thicknessDistribution),
  eraseOp(tripleLines),
];
