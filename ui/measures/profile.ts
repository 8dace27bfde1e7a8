import type { Region, Vec3, Volume } from 'voxmetry';
import { triple, type Place } from '../views/axes.js';
import { distance } from './measure.js';

/** The voxels along a line. */
export interface Profile {
  /** From the first point, in the unit of the grid. */
  readonly distances: Float64Array;
  /** Of the voxel in which each point lies; NaN beside the grid. */
  readonly values: Float64Array;
}

/** Voxels along the line, one a step of the smallest spacing, and the box that holds them. */
export function voxelsAlong(
  place: Place,
  from: Vec3,
  to: Vec3,
): { readonly voxels: readonly (Vec3 | undefined)[]; readonly region: Region | undefined } {
  const { size, spacing, origin } = place;
  const steps = Math.max(1, Math.ceil(distance(from, to) / Math.min(...spacing)));
  const voxels = Array.from({ length: steps + 1 }, (_, n): Vec3 | undefined => {
    const voxel = triple((i) => {
      const at = from[i] + ((to[i] - from[i]) * n) / steps;
      return Math.floor((at - origin[i]) / spacing[i] + 0.5);
    });
    return voxel.every((v, i) => v >= 0 && v < size[i]!) ? voxel : undefined;
  });
  const inside = voxels.filter((voxel) => voxel !== undefined);
  if (inside.length === 0) return { voxels, region: undefined };
  const lowest = triple((i) => Math.min(...inside.map((voxel) => voxel[i])));
  const region = {
    origin: lowest,
    size: triple((i) => Math.max(...inside.map((voxel) => voxel[i])) - lowest[i] + 1),
  };
  return { voxels, region };
}

/** Reads the voxels along a line, at full resolution. */
export async function readProfile(volume: Volume, from: Vec3, to: Vec3): Promise<Profile> {
  const { voxels, region } = voxelsAlong(volume.meta, from, to);
  const length = distance(from, to);
  const distances = Float64Array.from(voxels, (_, n) => (length * n) / (voxels.length - 1));
  if (region === undefined) return { distances, values: new Float64Array(voxels.length).fill(NaN) };
  const { data } = await volume.read({ region });
  const [nx, ny] = region.size;
  const values = Float64Array.from(voxels, (voxel) => {
    if (voxel === undefined) return NaN;
    const [x, y, z] = triple((i) => voxel[i] - region.origin[i]);
    return data[x + nx * (y + ny * z)]!;
  });
  return { distances, values };
}
