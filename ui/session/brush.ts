// Painted voxels as sparse tiles of bits; see StudyBrush for their format.
import type { Vec3 } from 'voxmetry';
import type { StudyBrush } from './study.js';

/** Voxels along an edge of a tile. */
export const TILE = 32;
const WORDS = TILE * TILE;
const BYTES = 4 * WORDS;

/** What a stroke paints with. */
export interface StrokeOptions {
  /** Radius of the ball that is drawn along the stroke, in the unit of `spacing`. */
  readonly radius: number;
  readonly spacing: Vec3;
  /** Voxels of the grid; nothing beyond it is painted. */
  readonly size: Vec3;
  /** Whether voxels are painted or wiped. Default 'paint'. */
  readonly mode?: 'paint' | 'wipe';
  /** The one axis across which the ball is flat, a disc; none: a ball. */
  readonly flat?: 0 | 1 | 2 | undefined;
}

/**
 * Paints along a stroke: every voxel whose centre lies at most `radius` from one of the line's
 * pieces between the points (in voxels). Tiles that do not change are those of the given brush.
 */
export function stroke(
  brush: StudyBrush,
  points: readonly Vec3[],
  { radius, spacing, size, mode = 'paint', flat }: StrokeOptions,
): StudyBrush {
  const changed = new Map<string, Uint32Array>();
  const tileOf = (key: string): Uint32Array => {
    const known = changed.get(key) ?? decodeTile(brush.tiles[key]);
    changed.set(key, known);
    return known;
  };
  const paint = (x: number, y: number, z: number): void => {
    const tile = tileOf(keyOf(x, y, z));
    const word = (y % TILE) + TILE * (z % TILE);
    const bit = 1 << (x % TILE);
    tile[word] = mode === 'paint' ? tile[word]! | bit : tile[word]! & ~bit;
  };
  points.forEach((to, i) => {
    voxelsNear(points[Math.max(0, i - 1)]!, to, { radius, spacing, size, flat }, paint);
  });
  const tiles: Record<string, string> = { ...brush.tiles };
  for (const [key, words] of changed) {
    if (words.every((word) => word === 0)) Reflect.deleteProperty(tiles, key);
    else {
      const text = encodeTile(words);
      // The same text stays the same string, which earlier studies share.
      if (tiles[key] !== text) tiles[key] = text;
    }
  }
  return { ...brush, tiles };
}

/**
 * Paints a stroke with one of some brushes, and wipes it from the others, so that no voxel is of
 * two; `mode` 'wipe' wipes it from all.
 */
export function strokeWith(
  brushes: readonly StudyBrush[],
  id: string,
  points: readonly Vec3[],
  options: StrokeOptions,
): readonly StudyBrush[] {
  return brushes.map((brush) => {
    const mode = brush.id === id ? (options.mode ?? 'paint') : 'wipe';
    if (mode === 'wipe' && Object.keys(brush.tiles).length === 0) return brush;
    return stroke(brush, points, { ...options, mode });
  });
}

/** Calls `paint` with every voxel near a piece of a line. */
function voxelsNear(
  from: Vec3,
  to: Vec3,
  { radius, spacing, size, flat }: Omit<StrokeOptions, 'mode'>,
  paint: (x: number, y: number, z: number) => void,
): void {
  const range = ([0, 1, 2] as const).map((i) => {
    const reach = i === flat ? 0 : radius / spacing[i];
    const low = Math.max(0, Math.ceil(Math.min(from[i], to[i]) - reach));
    const high = Math.min(size[i] - 1, Math.floor(Math.max(from[i], to[i]) + reach));
    return [low, high] as const;
  });
  const [[x0, x1], [y0, y1], [z0, z1]] = range as [Range, Range, Range];
  const [ax, ay, az] = ([0, 1, 2] as const).map((i) => (to[i] - from[i]) * spacing[i]) as Triple;
  const length2 = ax * ax + ay * ay + az * az || 1;
  // Plain numbers: a brush of a hundred voxels visits 30,000 of them at every move.
  for (let z = z0; z <= z1; z += 1)
    for (let y = y0; y <= y1; y += 1)
      for (let x = x0; x <= x1; x += 1) {
        const dx = (x - from[0]) * spacing[0];
        const dy = (y - from[1]) * spacing[1];
        const dz = (z - from[2]) * spacing[2];
        const t = Math.max(0, Math.min(1, (dx * ax + dy * ay + dz * az) / length2));
        const distance2 = (dx - t * ax) ** 2 + (dy - t * ay) ** 2 + (dz - t * az) ** 2;
        if (distance2 <= radius * radius) paint(x, y, z);
      }
}

type Triple = [number, number, number];
type Range = readonly [number, number];

/** Whether a voxel is painted. */
export function isPainted(brush: StudyBrush, [x, y, z]: Vec3): boolean {
  const text = brush.tiles[keyOf(x, y, z)];
  if (text === undefined) return false;
  const word = decodeTile(text)[(y % TILE) + TILE * (z % TILE)]!;
  return ((word >>> (x % TILE)) & 1) === 1;
}

/** How many voxels are painted. */
export function paintedVoxels({ tiles }: StudyBrush): number {
  let count = 0;
  for (const text of Object.values(tiles))
    for (let word of decodeTile(text)) for (; word !== 0; word &= word - 1) count += 1;
  return count;
}

function keyOf(x: number, y: number, z: number): string {
  return [x, y, z].map((n) => String(Math.floor(n / TILE))).join(',');
}

/** The words of a tile; all 0 where there is none. */
export function decodeTile(text: string | undefined): Uint32Array {
  const bytes = new Uint8Array(BYTES);
  if (text !== undefined) {
    const raw = atob(text);
    for (let i = 0; i < BYTES; i += 1) bytes[i] = raw.charCodeAt(i);
  }
  const view = new DataView(bytes.buffer);
  return Uint32Array.from({ length: WORDS }, (_, i) => view.getUint32(4 * i, true));
}

/** A tile as a study holds it. */
export function encodeTile(words: Uint32Array): string {
  const view = new DataView(new ArrayBuffer(BYTES));
  words.forEach((word, i) => {
    view.setUint32(4 * i, word, true);
  });
  return btoa(String.fromCharCode(...new Uint8Array(view.buffer)));
}

/** Whether a text is a tile: 4,096 bytes in base64, of which there is but one way to write them. */
export function isTile(text: string): boolean {
  return text.length === 4 * Math.ceil(BYTES / 3) && /^[A-Za-z0-9+/]{5462}==$/.test(text);
}
