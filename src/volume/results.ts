import type { CanValue } from '../cell/can_value.js';
import type { SheetsValue } from '../cell/stack/sheets.js';
import type { WindingsValue } from '../cell/windings.js';
import type { Provenance } from '../recipe/backend.js';
import type { Axis } from '../recipe/geometry.js';
import type {
  FoundRegistration as FoundRegistrationValue,
  RefusedRegistration as RefusedRegistrationValue,
} from '../registration/registration.js';
import type { FractionValue } from '../stats/fraction.js';
import type { CalibrationValue } from '../stats/joint/calibration.js';
import type { ColocalizationValue, VolumeCorrelationValue } from '../stats/joint/correlation.js';
import type { JointHistogramValue } from '../stats/joint/joint_histogram.js';
import type { OverlapValue } from '../stats/joint/overlap.js';
import type { VolumeForValue } from '../stats/volume_for.js';
import type { Histogram as HistogramValue } from '../stats/histogram.js';
import type { Moments as MomentsValue } from '../stats/moments.js';
import type { SizeDistributionValue } from '../stats/size_distribution.js';
import type { ChordLengthsValue, LinealPathValue } from '../stats/chords.js';
import type { PercolationValue, PorosityValue } from '../stats/connectivity.js';
import type { ProfileValue } from '../stats/profile.js';
import type { RepresentativeVolumeValue } from '../stats/representative_volume.js';
import type { SensitivityValue } from '../stats/sensitivity.js';
import type {
  EulerNumberValue,
  MeanBreadthValue,
  SurfaceAreaValue,
} from '../stats/surface_area.js';
import type { TwoPointValue } from '../stats/two_point.js';
import type { InterfacesValue } from '../structure/interfaces.js';
import type { TripleLinesValue } from '../structure/triple_lines.js';
import type { DepthProfileValue } from '../structure/depth_profile.js';
import type { LayerValue } from '../structure/layer.js';
import type { SizeCurveValue } from '../structure/size_curve.js';
import type { SurfaceValue } from '../structure/surface.js';
import type { ThicknessValue } from '../structure/thickness.js';
import type { TransportValue } from '../transport/tortuosity.js';

/** A result and what it was computed by. */
export interface WithProvenance {
  readonly provenance: Provenance;
}

/** A volume fraction with its 95 % interval. */
export type Fraction = FractionValue & WithProvenance;

/** How often which values occur. */
export type Histogram = HistogramValue & WithProvenance;

/** Sum, mean, standard deviation and range of a volume. */
export type Moments = MomentsValue & WithProvenance;

/** How large the objects are, by number and by volume. */
export type SizeDistribution = SizeDistributionValue & WithProvenance;

/** The area of a mask's surface. */
export type SurfaceArea = SurfaceAreaValue & WithProvenance;

/** How far results hang on the threshold. */
export type Sensitivity = SensitivityValue & WithProvenance;

/** The Euler number of a mask. */
export type EulerNumber = EulerNumberValue & WithProvenance;

/** The mean breadth of a mask. */
export type MeanBreadth = MeanBreadthValue & WithProvenance;

/** The fraction of every slice. */
export type Profile = ProfileValue & WithProvenance;

/** Chords along an axis. */
export type ChordLengths = ChordLengthsValue & WithProvenance;

/** The lineal path function. */
export type LinealPath = LinealPathValue & WithProvenance;

/** Two-point correlation. */
export type TwoPoint = TwoPointValue & WithProvenance;

/** How a phase is connected. */
export type Percolation = PercolationValue & WithProvenance;

/** Porosity in its kinds. */
export type Porosity = PorosityValue & WithProvenance;

/** How the fraction of sub-volumes spreads. */
export type RepresentativeVolume = RepresentativeVolumeValue & WithProvenance;

/** How large a volume must be. */
export type VolumeFor = VolumeForValue & WithProvenance;

/** The interfaces of all pairs of phases. */
export type Interfaces<N extends string = string> = InterfacesValue<N> & WithProvenance;

/** The lines where three phases meet. */
export type TripleLines<N extends string = string> = TripleLinesValue<N> & WithProvenance;

/** Transport through a phase along an axis. */
export type Tortuosity = TransportValue & WithProvenance;

/** Transport through a phase along every axis. */
export interface Tortuosities extends Readonly<Record<Axis, TransportValue>>, WithProvenance {}

/** The distribution of local thickness. */
export type Thickness = ThicknessValue & WithProvenance;

/** How much of a phase has at least a diameter. */
export type SizeCurve = SizeCurveValue & WithProvenance;

/** A fitted face of a layer. */
export type SurfaceFit = SurfaceValue & WithProvenance;

/** The windings of a roll. */
export type Windings = WindingsValue & WithProvenance;

/** The sheets of a stack. */
export type Sheets = SheetsValue & WithProvenance;

/** The thickness of a layer. */
export type Layer = LayerValue & WithProvenance;

/** The steel can of a cell. */
export type Can = CanValue & WithProvenance;

/** How often which pairs of values occur. */
export type JointHistogram = JointHistogramValue & WithProvenance;

/** How far two volumes go with each other. */
export type VolumeCorrelation = VolumeCorrelationValue & WithProvenance;

/** Manders' coefficients of two volumes. */
export type Colocalization = ColocalizationValue & WithProvenance;

/** How far two segmentations agree. */
export type Overlap = OverlapValue & WithProvenance;

/** A fraction of a sample, carried to the whole. */
export type Calibration = CalibrationValue & WithProvenance;

/** A fraction by depth under a surface. */
export type DepthProfile = DepthProfileValue & WithProvenance;

/** A registration that was found. */
export type FoundRegistration = FoundRegistrationValue & WithProvenance;

/** A registration without a transform, and why. */
export type RefusedRegistration = RefusedRegistrationValue & WithProvenance;

/** What a registration gives. */
export type Registration = FoundRegistration | RefusedRegistration;
