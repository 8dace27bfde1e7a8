export { checkBpx, type BpxProblem } from './check_bpx.js';
export { simulateDischarge, type Discharge, type DischargeOptions } from './discharge.js';
export { dischargeBand, type BandOptions, type DischargeBand } from './discharge_band.js';
export { gmshFile, gmshVolumes } from './gmsh.js';
export {
  phaseMesh,
  type PhaseBoundary,
  type PhaseMesh,
  type PhaseMeshOptions,
  type PhaseVoxels,
} from './phase_mesh.js';
export { phaseStl } from './phase_stl.js';
export { toBpx, type BpxExport, type BpxNote, type BpxOptions } from './to_bpx.js';
export type {
  BpxDomain,
  BpxElectrode,
  BpxElectrodeTransport,
  BpxFraction,
  BpxInterface,
  BpxMeasured,
  BpxProvenance,
  BpxSeparator,
  BpxSizes,
  BpxSurface,
  BpxThickness,
  BpxTransport,
} from './bpx_measured.js';
export { voxelGrid, type VoxelGridFiles, type VoxelGridSide } from './voxel_grid.js';
