// The voxels that a potential is solved for, and how they conduct.
import type { Run } from '../gpu/index.js';
import type { GpuGrid } from '../implement/index.js';
import { transportClasses, transportLinks } from '../kernels/transport/index.js';
import { AXIS_INDEX, map3, volumeOf, type Axis, type Vec3 } from '../recipe/geometry.js';
import type { Level } from './multigrid.gpu.js';
import { placesOf } from './places.js';
import { classesOf } from './phase_classes.js';

/** Which ends of the axis have a fixed potential; a current passes no other. */
export const ENDS = { lower: 1, upper: 2, both: 3 } as const;

/** What conducts, and between what. */
export interface Conductors {
  readonly op: string;
  /** The voxels that conduct. The caller must leave out what does not reach a fixed end. */
  readonly mask: GpuGrid;
  /** Materials, and their coefficients by code. Without them, the mask has the coefficient 1. */
  readonly phases?: GpuGrid | undefined;
  readonly coefficients?: Float32Array<ArrayBuffer> | undefined;
  readonly axis: Axis;
  readonly sides: 'closed' | 'periodic';
}

/** Area of a voxel's face over the distance between voxels, along each axis. */
function faceWeights(spacing: Vec3): Vec3 {
  return map3((i) => volumeOf(spacing) / spacing[i] ** 2);
}

/**
 * The level of what conducts. The stencil's conductances are a byte per voxel: bits of the
 * neighbours that it conducts to, or, with phases, its class. Only a mask may have a single end.
 */
export function finestLevel(
  run: Run,
  { op, mask, phases, coefficients, axis: name, sides }: Conductors,
  ends: keyof typeof ENDS = 'both',
): Level {
  const { size, spacing } = mask.meta;
  const axis = AXIS_INDEX[name];
  const wrap = map3((i) => (sides === 'periodic' && i !== axis ? 1 : 0));
  const level = { size, axis, weights: faceWeights(spacing), wrap };
  const words = Math.ceil(placesOf(size) / 4);
  const links = run.alloc(4 * words, 'how voxels conduct');
  if (phases === undefined || coefficients === undefined) {
    run.dispatch(transportLinks, {
      grids: { src: mask },
      buffers: { dst: links },
      params: { axis, wrap, ends: ENDS[ends] },
      size: { invocations: words },
    });
    return { ...level, conductances: { form: 'links', links, coefficients: links } };
  }
  const { classes, values } = classesOf(op, coefficients);
  const table = run.alloc(1024, 'classes of codes');
  run.upload(table, classes);
  run.dispatch(transportClasses, {
    grids: { mask, phases },
    buffers: { classes: table, dst: links },
    size: { invocations: words },
  });
  run.free(table);
  const byClass = run.alloc(1024, 'coefficients of classes');
  run.upload(byClass, values);
  return { ...level, conductances: { form: 'classes', links, coefficients: byClass } };
}

/** Gives the conductances of a level back. */
export function freeLevel(run: Run, { conductances: { links, coefficients } }: Level): void {
  run.free(...new Set([links, coefficients]));
}
