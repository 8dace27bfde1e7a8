// A slice as a picture, painted pixel by pixel from the definition: the twin of the shader.
import type { GridData, Vec3 } from '../../src/index.js';

/** A layer of a picture: a grid that was read, and how it is drawn. */
export type TwinLayer = {
  readonly grid: GridData;
  readonly opacity?: number;
  readonly side?: 'before' | 'after';
} & (
  | {
      readonly kind: 'volume';
      readonly window: readonly [number, number];
      /** The colour of a level. */
      readonly color: (level: number) => readonly number[];
      readonly add?: boolean;
    }
  | {
      readonly kind: 'regions';
      readonly fill: number;
      readonly outline: number;
      /** What region a value is of; 0 is none. */
      readonly region: (value: number) => number;
      readonly color: (region: number) => readonly number[];
      readonly dimmed?: (region: number) => boolean;
    }
);

/** Where the picture lies. */
export interface TwinPlace {
  readonly axis: 0 | 1 | 2;
  readonly index: number;
  readonly width: number;
  readonly height: number;
  /** In the unit of the grids; the middle of the volume and what fits where they are left out. */
  readonly centre?: Vec3;
  readonly unitsPerPixel?: number;
  readonly wipe?: number;
  readonly background?: readonly number[];
}

/** RGBA of the picture. */
export function slicePictureTwin(place: TwinPlace, layers: readonly TwinLayer[]): number[] {
  const { width, height } = place;
  const { size, spacing, start, origin } = layers[0]!.grid;
  expectWhole(start);
  const [u, v] = [
    [1, 2],
    [0, 2],
    [0, 1],
  ][place.axis] as [0 | 1 | 2, 0 | 1 | 2];
  const fit = Math.max((size[u] * spacing[u]) / width, (size[v] * spacing[v]) / height);
  const upp = place.unitsPerPixel ?? fit;
  const middle = (i: 0 | 1 | 2): number => origin[i] + ((size[i] - 1) / 2) * spacing[i];
  const centre = (i: 0 | 1 | 2): number => place.centre?.[i] ?? middle(i);
  /** The voxel of a pixel, undefined beside the volume. */
  const voxel = (x: number, y: number): number[] | undefined => {
    const along = (i: 0 | 1 | 2, pixel: number, pixels: number): number => {
      const at = (centre(i) - origin[i]) / spacing[i];
      return Math.floor(at + ((pixel + 0.5 - pixels / 2) * upp) / spacing[i] + 0.5);
    };
    const p = [0, 0, 0];
    p[place.axis] = place.index;
    p[u] = along(u, x, width);
    p[v] = along(v, y, height);
    return p.every((n, i) => n >= 0 && n < size[i]!) ? p : undefined;
  };
  const valueAt = (grid: GridData, p: readonly number[]): number =>
    grid.data[p[0]! + size[0] * (p[1]! + size[1] * p[2]!)]!;
  const border = Math.round((place.wipe ?? 0) * width);
  const out: number[] = [];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let color = [...(place.background ?? [0, 0, 0])];
      const p = voxel(x, y);
      for (const layer of layers) {
        if (p === undefined) break;
        if (place.wipe !== undefined && layer.side === 'before' && x >= border) continue;
        if (place.wipe !== undefined && layer.side === 'after' && x < border) continue;
        const value = valueAt(layer.grid, p);
        const opacity = layer.opacity ?? 1;
        if (opacity === 0 || Number.isNaN(value)) continue;
        if (layer.kind === 'volume') {
          const [lo, hi] = layer.window;
          let level = 0;
          for (let j = 1; j < 256; j++) if (value >= lo + ((hi - lo) * j) / 256) level = j;
          const above = layer.color(level);
          const a = Math.round(255 * opacity);
          color = color.map((c, i) =>
            layer.add === true
              ? Math.min(255, c + Math.round((above[i]! * a) / 255))
              : Math.round((c * (255 - a) + above[i]! * a) / 255),
          );
          continue;
        }
        const regionAt = (px: number, py: number): number => {
          const q = voxel(px, py);
          return q === undefined ? 0 : layer.region(valueAt(layer.grid, q));
        };
        const region = layer.region(value);
        if (region === 0) continue;
        const edge = [
          [x - 1, y],
          [x + 1, y],
          [x, y - 1],
          [x, y + 1],
        ].some(([px, py]) => regionAt(px!, py!) !== region);
        const fill = Math.round(255 * opacity * layer.fill);
        const outline = Math.round(255 * opacity * layer.outline);
        let a = edge ? Math.max(fill, outline) : fill;
        if (layer.dimmed?.(region) === true) a = Math.floor(a / 2);
        const above = layer.color(region);
        color = color.map((c, i) => Math.round((c * (255 - a) + above[i]! * a) / 255));
      }
      out.push(...color, 255);
    }
  return out;
}

function expectWhole(start: Vec3): void {
  if (start.some((n) => n !== 0)) throw new Error('the twin wants whole grids');
}
