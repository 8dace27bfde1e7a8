import type { Provenance } from '../recipe/backend.js';
import type { Axis } from '../recipe/geometry.js';
import { invalidArgument } from '../recipe/errors.js';
import type { FractionValue } from '../stats/fraction.js';
import type { Histogram as HistogramValue } from '../stats/histogram.js';
import type { Moments as MomentsValue } from '../stats/moments.js';
import type { SizeDistributionValue } from '../stats/size_distribution.js';
import type { ChordLengthsValue, LinealPathValue } from '../stats/chords.js';
import type { PercolationValue, PorosityValue } from '../stats/connectivity.js';
import type { ProfileValue } from '../stats/profile.js';
import type { RepresentativeVolumeValue } from '../stats/representative_volume.js';
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
import type { TableData } from '../recipe/table_data.js';
import { Table } from './table.js';

/** A result and what it was computed by. */
export interface WithProvenance {
  readonly provenance: Provenance;
}

/** A volume fraction with its 95 % interval. */
export interface Fraction extends FractionValue, WithProvenance {}

/** How often which values occur. */
export interface Histogram extends HistogramValue, WithProvenance {}

/** Sum, mean, standard deviation and range of a volume. */
export interface Moments extends MomentsValue, WithProvenance {}

/** How large the objects are, by number and by volume. */
export interface SizeDistribution extends SizeDistributionValue, WithProvenance {}

/** The area of a mask's surface. */
export interface SurfaceArea extends SurfaceAreaValue, WithProvenance {}

/** The Euler number of a mask. */
export interface EulerNumber extends EulerNumberValue, WithProvenance {}

/** The mean breadth of a mask. */
export interface MeanBreadth extends MeanBreadthValue, WithProvenance {}

/** The fraction of every slice. */
export interface Profile extends ProfileValue, WithProvenance {}

/** Chords along an axis. */
export interface ChordLengths extends ChordLengthsValue, WithProvenance {}

/** The lineal path function. */
export interface LinealPath extends LinealPathValue, WithProvenance {}

/** Two-point correlation. */
export interface TwoPoint extends TwoPointValue, WithProvenance {}

/** How a phase is connected. */
export interface Percolation extends PercolationValue, WithProvenance {}

/** Porosity in its kinds. */
export interface Porosity extends PorosityValue, WithProvenance {}

/** How the fraction of sub-volumes spreads. */
export interface RepresentativeVolume extends RepresentativeVolumeValue, WithProvenance {}

/** The interfaces of all pairs of phases. */
export interface Interfaces<N extends string = string> extends InterfacesValue<N>, WithProvenance {}

/** The lines where three phases meet. */
export interface TripleLines<N extends string = string>
  extends TripleLinesValue<N>, WithProvenance {}

/** Transport through a phase along an axis. */
export interface Tortuosity extends TransportValue, WithProvenance {}

/** Transport through a phase along every axis. */
export interface Tortuosities extends Readonly<Record<Axis, TransportValue>>, WithProvenance {}

/** The distribution of local thickness. */
export interface Thickness extends ThicknessValue, WithProvenance {}

/** How much of a phase has at least a diameter. */
export interface SizeCurve extends SizeCurveValue, WithProvenance {}

/** A fitted face of a layer. */
export interface SurfaceFit extends SurfaceValue, WithProvenance {}

/** The thickness of a layer. */
export interface Layer extends LayerValue, WithProvenance {}

/** A fraction by depth under a surface. */
export interface DepthProfile extends DepthProfileValue, WithProvenance {}

/** A decoder that adds the provenance to a value of an engine. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names the kind of result
export function withProvenance<T extends WithProvenance>(): (
  value: unknown,
  provenance: Provenance,
) => T {
  return (value, provenance) => ({ ...(value as object), provenance }) as T;
}

/** Makes the table of a value of an engine, of all its columns or of those named, in their order. */
export function toTable(value: unknown, provenance: Provenance, names?: readonly string[]): Table {
  const { columns } = value as TableData;
  const wanted = names?.map((name) => {
    const found = columns.find((column) => column.name === name);
    if (found === undefined)
      throw invalidArgument('measure', 'columns', name, columns.map((c) => c.name).join(', '));
    return found;
  });
  return new Table(wanted ?? columns, provenance);
}
