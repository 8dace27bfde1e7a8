// What is known of a can. Lengths in `unit`, angles in radians from x to y.

/** A number that was estimated. */
export interface CanEstimate {
  readonly value: number;
  /** NaN where none can be stated honestly. */
  readonly standardError: number;
  /** Of both; '' for pure numbers. */
  readonly unit: string;
  /** How it was found. */
  readonly estimator: string;
}

/** The outer ellipse and the wall of every slice; NaN where too little of the can was seen. */
export interface CanSlices {
  /** Position of the slice along z. */
  readonly z: Float64Array;
  /** Centre of the outer ellipse. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Whole axes of the outer ellipse. */
  readonly majorAxis: Float64Array;
  readonly minorAxis: Float64Array;
  /** Angle of the major axis, 0 … π. */
  readonly orientation: Float64Array;
  /** √(1 − (minor / major)²). */
  readonly eccentricity: Float64Array;
  /** (major − minor) / mean of both. */
  readonly ovality: Float64Array;
  /** 1.4826 · median of the outer contour's distances from the ellipse. */
  readonly roughness: Float64Array;
  /** Share of the rays that met the can, and of those on which the slice ends before it, 0 … 1. */
  readonly seen: Float64Array;
  readonly cut: Float64Array;
  /** Mean and least thickness of the wall. */
  readonly wall: Float64Array;
  readonly wallLeast: Float64Array;
  /** Standard errors of x, y, both axes and the ovality. */
  readonly xError: Float64Array;
  readonly yError: Float64Array;
  readonly majorAxisError: Float64Array;
  readonly minorAxisError: Float64Array;
  readonly ovalityError: Float64Array;
}

/**
 * The can on a grid of angles and slices: the cell of ray i in slice k is at index k · `angles` +
 * i, its angle 2π · i / `angles`. NaN where it was not seen.
 */
export interface CanMap {
  readonly angles: number;
  readonly slices: number;
  /** Distance of the outer contour from the centre of the rays, which the axis gives. */
  readonly radius: Float32Array<ArrayBuffer>;
  /** Distance of the outer contour from the slice's ellipse along its normal; positive outside. */
  readonly residual: Float32Array<ArrayBuffer>;
  /** Thickness of the wall along that normal. */
  readonly wall: Float32Array<ArrayBuffer>;
}

/** A place of the can, and how far it lies inside the ellipse of its slice. */
export interface CanDepth {
  readonly depth: number;
  /** Angle about the axis, 0 … 2π. */
  readonly theta: number;
  readonly z: number;
}

/** A dent: cells that touch each other, all deeper than the limit. At its deepest: theta, z. */
export interface CanDent extends CanDepth {
  /** Of the outer face that is deeper than the limit, as lengths of arcs times slices. */
  readonly area: number;
  /** Extent: of the angle, which may pass through 0, and along z. */
  readonly thetaFrom: number;
  readonly thetaTo: number;
  readonly zFrom: number;
  readonly zTo: number;
  /** Of the map. */
  readonly cells: number;
}

/** What is found of the steel can of a cell. */
export interface CanValue {
  /** Unit of lengths; 'px' where the scan has none: what is measured is then in voxels. */
  readonly unit: string;
  /** Grey levels: of the contours, of the air around, of the wall's brightest place. */
  readonly threshold: number;
  readonly air: number;
  readonly steel: number;
  /** Share of all rays that met the can, and of those on which the field of view cuts it, 0 … 1. */
  readonly seen: number;
  readonly cut: number;
  /** Axes of the median ellipse of all slices. */
  readonly majorAxis: CanEstimate;
  readonly minorAxis: CanEstimate;
  readonly orientation: CanEstimate;
  readonly eccentricity: CanEstimate;
  readonly ovality: CanEstimate;
  /** Mean thickness of the wall. */
  readonly wall: CanEstimate;
  /** Median thickness of the wall over all rays, which what leans against it moves less. */
  readonly wallMedian: number;
  /** Where the wall is thinnest, in the median of 3 rays beside each other. */
  readonly thinnest: { readonly thickness: number; readonly theta: number; readonly z: number };
  /** The line x + slopeX · z, y + slopeY · z through the centres, and how far they lie off it. */
  readonly axis: {
    readonly x: number;
    readonly y: number;
    readonly slopeX: number;
    readonly slopeY: number;
    /** Angle between the line and z. */
    readonly tilt: number;
    /** 1.4826 · median of the distances along x and along y. */
    readonly straightness: number;
  };
  readonly slices: CanSlices;
  readonly map: CanMap;
  /** Depth from which on a place belongs to a dent, and σ of the contour's residuals. */
  readonly dentLimit: number;
  readonly sigma: number;
  /** The deepest first. */
  readonly dents: readonly CanDent[];
  /** The place that lies farthest inside, dent or not. */
  readonly deepest: CanDepth;
}
