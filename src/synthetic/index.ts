export { simulateArtefacts } from './artefacts.js';
export type { ArtefactOptions, Artefacts } from './artefacts.js';
export { addBinder } from './binder.js';
export type { BinderOptions, BridgeOptions, FilmOptions } from './binder.js';
export { booleanSpheres } from './boolean_spheres.js';
export type { BooleanSpheresOptions } from './boolean_spheres.js';
export { syntheticCathode } from './cathode.js';
export type { CathodeOptions, CathodeTruth, SyntheticCathode, TrueParticle } from './cathode.js';
export type { Orientation } from './directions.js';
export { randomFibres, voxeliseFibres } from './fibres.js';
export type { Fibre, RandomFibresOptions } from './fibres.js';
export { SYNTHETIC_FIELDS, syntheticField } from './fields.js';
export type { FieldArray, FieldKind, FieldOptions, SyntheticField } from './fields.js';
export { syntheticFoil } from './foil.js';
export type { FoilOptions, SyntheticFoil, TrueFoilOutgrowth, TrueFoilParticle } from './foil.js';
export { simulateImaging } from './imaging.js';
export type { ImagingOptions } from './imaging.js';
export { levelCutField } from './level_cut.js';
export type { LevelCutOptions } from './level_cut.js';
export { syntheticModalities } from './modalities.js';
export type { ModalitiesOptions, ModalityVolume, SyntheticModalities } from './modalities.js';
export { Random } from './random.js';
export { packSpheres } from './spheres.js';
export type { PackingOptions, Sphere } from './spheres.js';
export { booleanSpheroids, voxeliseSpheroids } from './spheroids.js';
export type { BooleanSpheroidsOptions, Spheroid } from './spheroids.js';
export { voxeliseSpheres, withPeriodicImages } from './voxelise.js';
export type { LabelledSphere, VoxelGrid } from './voxelise.js';
export type { Complete } from './layered_options.js';
export type { MadeGrid, MadeSlices } from './made_slices.js';
export { syntheticRoll } from './roll/synthetic_roll.js';
export type { RollTruth, SyntheticRoll } from './roll/synthetic_roll.js';
export { ROLL_MATERIALS } from './roll/structure.js';
export type {
  RollCan,
  RollDefects,
  RollImaging,
  RollOptions,
  RollSettings,
  RollStack,
} from './roll/options.js';
export type {
  RollFaults,
  TrueDent,
  TrueGap,
  TrueOutgrowth,
  TrueOverhang,
  TrueRollParticle,
  TrueTab,
  TrueWrinkle,
} from './roll/defects.js';
export { syntheticStack } from './stack/synthetic_stack.js';
export type { StackTruth, SyntheticStack } from './stack/synthetic_stack.js';
export type { StackDefects, StackImaging, StackOptions, StackSettings } from './stack/options.js';
export type {
  StackFaults,
  TrueStackGap,
  TrueStackOutgrowth,
  TrueStackOverhang,
  TrueStackParticle,
} from './stack/defects.js';
