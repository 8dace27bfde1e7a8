import { portableDirection } from '../angles.js';
import { ROLL_MATERIALS, type RowOfRoll } from '../roll/structure.js';
import { stackStream, type StackFaults } from './defects.js';
import { STACK_AXES, type StackSettings } from './options.js';

/** The materials of a unit from the lower end of the axis upwards. */
const UNIT = [
  ROLL_MATERIALS.separator,
  ROLL_MATERIALS.cathode,
  ROLL_MATERIALS.aluminium,
  ROLL_MATERIALS.cathode,
  ROLL_MATERIALS.separator,
  ROLL_MATERIALS.anode,
  ROLL_MATERIALS.copper,
  ROLL_MATERIALS.anode,
] as const;
/** Samples along the axis that a voxel's grey level is the mean of. */
const SAMPLES = 4;

/** 1 in the middle, 0 from −1 and 1 on, smooth between. */
function bump(t: number): number {
  const rest = 1 - t * t;
  return rest > 0 ? rest * rest : 0;
}

/** The sine of so many whole waves, the same bits on every engine. */
function wave(turns: number): number {
  return portableDirection(2 * Math.PI * (turns - Math.floor(turns)))[1];
}

/** How far sheets are moved along the axis at a place (u, v), but for gaps between them. */
export function stackSurface({
  size,
  spacing,
  axis,
  extent,
  tilt,
  bow,
  waviness,
  wavelength,
  seed,
}: StackSettings): (u: number, v: number) => number {
  const [middleU, middleV] = STACK_AXES[axis].map((i) => ((size[i]! - 1) / 2) * spacing);
  const random = stackStream(seed, 'waves');
  const phases = [random.uniform(), random.uniform()] as const;
  return (u, v) => {
    const [du, dv] = [u - middleU!, v - middleV!];
    let moved = tilt[0] * du + tilt[1] * dv;
    if (bow !== 0) {
      const [a, b] = [(2 * du) / extent[0], (2 * dv) / extent[1]];
      moved += bow * (0.5 - (a * a + b * b) / 2);
    }
    if (waviness !== 0)
      moved += waviness * (wave(du / wavelength + phases[0]) + wave(dv / wavelength + phases[1]));
    return moved;
  };
}

/**
 * The structure of a stack as a function of position. It is made row by row: `slice(z)` chooses
 * what lies at a height, and its result fills rows.
 */
export function stackStructure(
  settings: StackSettings,
  faults: StackFaults,
): (z: number) => (y: number, row: RowOfRoll, greyOf: Float64Array) => void {
  const { size, spacing, stack, pitch, sheets, extent, overhang, axis } = settings;
  const { separator, cathode, aluminium, anode, copper } = stack;
  const thickness = [separator, cathode, aluminium, cathode, separator, anode, copper, anode];
  const ends = thickness.map((_, i) => thickness.slice(0, i + 1).reduce((a, b) => a + b, 0));
  const [lowerFace, upperFace] = [ends[5]!, ends[6]!];
  const [iu, iv, iw] = STACK_AXES[axis];
  const middle = size.map((n) => ((n - 1) / 2) * spacing);
  const [middleU, middleV] = [middle[iu]!, middle[iv]!];
  const start = middle[iw]! - (pitch * sheets) / 2;
  const surface = stackSurface(settings);
  const gaps = [...faults.delaminations].sort((a, b) => a.sheet - b.sheet);
  const halves = extent.map((length) => length / 2) as [number, number];
  const beyond = overhang / 2;
  /** Distances of the middles of two separators, about a cathode and about an anode. */
  const secondSeparator = ends[3]! + separator / 2;
  let object = 0;
  /** How far the units are open at the place (u, v), for each of the gaps. */
  const openings = new Float64Array(gaps.length);

  /** A fold of the separator beyond its end at `side` of u: half a ring about an electrode. */
  const isFold = (outside: number, depth: number, side: 1 | -1): boolean => {
    const unit = Math.floor(depth / pitch);
    // At the upper end of u about cathodes; at the lower one about anodes.
    const [first, second] =
      side > 0 ? [separator / 2, secondSeparator] : [secondSeparator, pitch + separator / 2];
    for (const n of [unit - 1, unit]) {
      if (n < 0 || n >= (side > 0 ? sheets : sheets - 1)) continue;
      const off = depth - n * pitch - (first + second) / 2;
      const ring = Math.sqrt(outside * outside + off * off) - (second - first) / 2;
      if (Math.abs(ring) <= separator / 2) return true;
    }
    return false;
  };

  /** The material at a place of the stack; `depth` is along the axis, from the first unit on. */
  const materialAt = (u: number, v: number, along: number): number => {
    object = 0;
    let depth = along;
    for (let i = 0; i < gaps.length; i += 1) {
      const edge = pitch * (gaps[i]!.sheet + 1);
      if (depth < edge) break;
      if (depth < edge + openings[i]!) return ROLL_MATERIALS.void;
      depth -= openings[i]!;
    }
    const [du, dv] = [u - middleU, v - middleV];
    if (settings.zFolded && Math.abs(dv) <= halves[1] + beyond) {
      const outside = Math.abs(du) - halves[0] - beyond;
      if (outside >= 0 && isFold(outside, depth, du > 0 ? 1 : -1)) return ROLL_MATERIALS.separator;
    }
    const unit = Math.floor(depth / pitch);
    if (unit < 0 || unit >= sheets) return ROLL_MATERIALS.void;
    for (const each of faults.outgrowths) {
      const [a, b] = [u - each.u, v - each.v];
      const part = 1 - (a * a + b * b) / (each.radius * each.radius);
      if (part <= 0) continue;
      const own = depth - pitch * each.sheet;
      const out = each.side === 'lower' ? lowerFace - own : own - upperFace;
      if (out < 0 || out >= each.height * part) continue;
      object = each.id;
      return ROLL_MATERIALS.copper;
    }
    for (const each of faults.particles) {
      const [a, b] = [u - each.u, v - each.v];
      const c = depth - pitch * each.sheet - (lowerFace - anode / 2);
      if (a * a + b * b + c * c >= each.radius * each.radius) continue;
      object = each.id;
      return ROLL_MATERIALS.metal;
    }
    const within = depth - unit * pitch;
    let layer = 0;
    while (layer < 7 && within >= ends[layer]!) layer += 1;
    const material = UNIT[layer]!;
    let [offU, offV, more] = [du, dv, 0];
    if (material === ROLL_MATERIALS.separator) more = beyond;
    if (material === ROLL_MATERIALS.cathode || material === ROLL_MATERIALS.aluminium) {
      more = -overhang;
      for (const { sheet, side, shift } of faults.overhangs) {
        if (sheet !== unit) continue;
        const by = side.endsWith('0') ? -shift : shift;
        if (side.startsWith('u')) offU -= by;
        else offV -= by;
      }
    }
    const isIn = Math.abs(offU) < halves[0] + more && Math.abs(offV) < halves[1] + more;
    return isIn ? material : ROLL_MATERIALS.void;
  };

  return (slice) =>
    (row, { levels, materials, objects }, greyOf) => {
      const at = [0, row * spacing, slice * spacing];
      let [lastU, lastV, moved] = [NaN, NaN, 0];
      for (let column = 0; column < size[0]; column += 1) {
        at[0] = column * spacing;
        const [u, v, w] = [at[iu]!, at[iv]!, at[iw]!];
        if (u !== lastU || v !== lastV) {
          [lastU, lastV, moved] = [u, v, start + surface(u, v)];
          gaps.forEach((gap, i) => {
            openings[i] =
              gap.opening * bump((u - gap.u) / gap.halfU) * bump((v - gap.v) / gap.halfV);
          });
        }
        if (levels !== undefined) {
          let sum = 0;
          for (let k = 0; k < SAMPLES; k += 1)
            sum += greyOf[materialAt(u, v, w - moved + ((k + 0.5) / SAMPLES - 0.5) * spacing)]!;
          levels[column] = sum / SAMPLES;
        }
        if (materials !== undefined || objects !== undefined) {
          const material = materialAt(u, v, w - moved);
          if (materials !== undefined) materials[column] = material;
          if (objects !== undefined) objects[column] = object;
        }
      }
    };
}
