import type * as grid from '../operations/grid.js';
import type * as measuring from '../operations/labels/measuring.js';
import type * as morphology from '../operations/mask/morphology.js';
import type * as maskObjects from '../operations/mask/objects.js';
import type * as maskSensitivity from '../operations/mask/sensitivity.js';
import type * as statistics from '../operations/mask/statistics.js';
import type * as structure from '../operations/mask/structure.js';
import type * as transport from '../operations/mask/transport.js';
import type * as corrections from '../operations/volume/corrections.js';
import type * as denoising from '../operations/volume/denoising.js';
import type * as derivatives from '../operations/volume/derivatives.js';
import type * as objects from '../operations/volume/objects.js';
import type * as reconstruction from '../operations/volume/reconstruction.js';
import type * as thresholds from '../operations/volume/thresholds.js';
import type * as windows from '../operations/volume/windows.js';
import type { Dtype } from '../recipe/dtype.js';
import type { OptionsOf } from './handles.js';

// The options of methods by the names that users know; each is what the operation declares.

/** What a filter reads outside the volume. */
export type BorderOptions = Pick<OptionsOf<typeof windows.erode>, 'border' | 'value'>;
/** The window of a median: a box or a ball. */
export type MedianOptions = OptionsOf<typeof denoising.median>;
/** The element of grey morphology: a box or a ball. */
export type MorphologyOptions = OptionsOf<typeof windows.erode>;
/** The window of a rank filter, and the percentile. */
export type RankOptions = OptionsOf<typeof windows.rank>;
/** The window of the local contrast. */
export type LocalContrastOptions = OptionsOf<typeof windows.localContrast>;
/** The width of a Gaussian and where it is cut. */
export type GaussianOptions = OptionsOf<typeof denoising.gaussian>;
/** Which eigenvalue, and at what scale. */
export type EigenvalueOptions = OptionsOf<typeof derivatives.hessianEigenvalue>;
/** Options of the bilateral filter. */
export type BilateralOptions = OptionsOf<typeof denoising.bilateral>;
/** Options of non-local means. */
export type NonLocalMeansOptions = OptionsOf<typeof denoising.nonLocalMeans>;
/** Options of anisotropic diffusion. */
export type DiffusionOptions = OptionsOf<typeof denoising.anisotropicDiffusion>;
/** Options of total-variation denoising. */
export type TotalVariationOptions = OptionsOf<typeof denoising.totalVariation>;
/** How slices are brought to one level. */
export type FlattenSlicesOptions = OptionsOf<typeof corrections.flattenSlices>;
/** How the background of slices is described. */
export type FlattenBackgroundOptions = OptionsOf<typeof corrections.flattenBackground>;
/** What is taken for stripes. */
export type RemoveStripesOptions = OptionsOf<typeof corrections.removeStripes>;
/** What is taken for rings. */
export type RemoveRingsOptions = OptionsOf<typeof corrections.removeRings>;
/** How drift is looked for. */
export type DriftOptions = OptionsOf<typeof corrections.drift>;
/** How slices are aligned. */
export type AlignSlicesOptions = OptionsOf<typeof corrections.alignSlices>;
/** How many voxels are added at the ends, and what they hold. */
export type PadOptions = OptionsOf<typeof grid.pad>;
/** Axes along which a grid is mirrored. */
export type FlipOptions = OptionsOf<typeof grid.flip>;
/** How many voxels become one, and how. */
export type BinOptions = OptionsOf<typeof objects.bin>;
/** Seeds, and where water rises. */
export type WatershedOptions = OptionsOf<typeof objects.watershed>;
/** Which voxels a threshold is found among. */
export type WithinOptions = OptionsOf<typeof thresholds.otsu>;
/** The window and the method of a local threshold. */
export type LocalThresholdOptions = OptionsOf<typeof thresholds.localThreshold>;
/** Where regions grow from and how far. */
export type RegionOptions<D extends Dtype = Dtype> = OptionsOf<typeof reconstruction.growRegion, D>;
/** The element of mask morphology: a ball or a box. */
export type ElementOptions = OptionsOf<typeof morphology.dilate>;
/** The element of an erosion, and what lies beyond the volume. */
export type ErosionOptions = OptionsOf<typeof morphology.erode>;
/** What is too small to stay. */
export type SmallOptions = Omit<OptionsOf<typeof morphology.removeSmall>, 'connectivity'>;
/** How a distance is measured. */
export type DistanceOptions = OptionsOf<typeof maskObjects.distance>;
/** Which places of a mask are centres of particles. */
export type SeparateOptions = OptionsOf<typeof maskObjects.separate>;
/** How a surface area is estimated. */
export type SurfaceAreaOptions = OptionsOf<typeof statistics.surfaceArea>;
/** How far a threshold is moved, and what is measured at each. */
export type SensitivityOptions = OptionsOf<typeof maskSensitivity.sensitivity>;
/** Which pairs of points a correlation counts. */
export type TwoPointOptions = OptionsOf<typeof statistics.twoPoint>;
/** What lies beyond the volume, for the size of balls. */
export type ThicknessOptions = OptionsOf<typeof structure.localThickness>;
/** Diameters of a curve. */
export type CurveOptions = Pick<OptionsOf<typeof structure.granulometry>, 'diameters'>;
/** How the face of a layer is described. */
export type SurfaceOptions = OptionsOf<typeof structure.surface>;
/** How a mask is cut into pores, and throats are measured. */
export type NetworkOptions = OptionsOf<typeof transport.network>;
/** What objects may be measured with. */
export type MeasureInputs = OptionsOf<typeof measuring.select>;
/** How contacts between objects are measured. */
export type ContactOptions = OptionsOf<typeof measuring.contacts>;
/** How sizes are counted. */
export type SizeDistributionOptions = OptionsOf<typeof measuring.sizeDistribution>;
