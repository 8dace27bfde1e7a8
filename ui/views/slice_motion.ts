// How slices, window and crosshair follow what a hand does: pure functions.
import { clamp, planeAxes, triple, type Place } from './axes.js';
import type { Axis, Vec3 } from 'voxmetry';

/** What one turn of a wheel zooms by. */
export function wheelFactor(deltaY: number): number {
  // A pinch on a touch pad comes as a wheel with Ctrl and small steps.
  return 2 ** (-deltaY / (Math.abs(deltaY) < 50 ? 40 : 200));
}

/** A notch of a wheel is a slice; of a touch pad, so many pixels are. */
const PAD_PIXELS = 30;

/** Counts the slices that a wheel asks for. */
export class WheelSteps {
  #rest = 0;

  /** Whole slices, forwards or backwards, of one event. */
  steps({
    deltaX,
    deltaY,
    deltaMode,
  }: Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode'>): number {
    // With Shift, a wheel turns sideways.
    const delta = deltaY === 0 ? deltaX : deltaY;
    if (deltaMode !== 0 || Math.abs(delta) >= 50) {
      this.#rest = 0;
      return Math.sign(delta);
    }
    this.#rest += delta;
    const steps = Math.trunc(this.#rest / PAD_PIXELS);
    this.#rest -= steps * PAD_PIXELS;
    return steps;
  }
}

/** The window that a drag makes: to the right wider, up brighter. */
export function draggedWindow(
  [lo, hi]: readonly [number, number],
  dx: number,
  dy: number,
): readonly [number, number] {
  const width = (hi - lo) * 2 ** (dx / 160);
  const middle = (lo + hi) / 2 + ((hi - lo) * dy) / 320;
  return [middle - width / 2, middle + width / 2];
}

/** A voxel a step to the side in a slice, and inside the grid. */
export function stepped(place: Place, voxel: Vec3, axis: Axis, dx: number, dy: number): Vec3 {
  const [right, down] = planeAxes(axis);
  return triple((i) => {
    const moved = voxel[i] + (i === right ? dx : i === down ? dy : 0);
    return clamp(moved, 0, place.size[i] - 1);
  });
}
