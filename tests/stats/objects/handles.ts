import { Engine } from '../../../src/engine/engine.js';
import type { GridArray } from '../../../src/recipe/dtype.js';
import { volumeOf, type Vec3 } from '../../../src/recipe/geometry.js';
import { Lab } from '../../../src/volume/lab.js';
import type { Labels } from '../../../src/volume/handles.js';
import { requestDevice } from '../../../src/gpu/device.js';

let device: Promise<GPUDevice> | undefined;

/** A lab in this thread, on the device that all tests of a file share. */
export async function openLab(options: { brick?: Vec3 } = {}): Promise<Lab> {
  device ??= requestDevice().then((found) => found.device);
  return new Lab(await Engine.open({ ...options, device: await device }));
}

/** Labels of the values of an array. */
export async function labelsOf(
  lab: Lab,
  data: GridArray,
  size: Vec3,
  spacing: Vec3 = [1, 1, 1],
): Promise<Labels> {
  const volume = await lab.open({ data, size }, { spacing, unit: 'µm' });
  return volume.toLabels();
}

/** Ids drawn by a function of the voxel. */
export function drawnLabels(
  size: Vec3,
  id: (x: number, y: number, z: number) => number,
): Uint32Array<ArrayBuffer> {
  const labels = new Uint32Array(volumeOf(size));
  let i = 0;
  for (let z = 0; z < size[2]; z++)
    for (let y = 0; y < size[1]; y++) for (let x = 0; x < size[0]; x++) labels[i++] = id(x, y, z);
  return labels;
}
