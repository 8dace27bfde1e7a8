import { portableAngle, turnBetween } from '../angles.js';
import { ovalDirections, type RollFaults, type TrueGap, type TrueWrinkle } from './defects.js';
import type { RollSettings } from './options.js';

/** The materials of a synthetic roll by their codes. */
export const ROLL_MATERIALS = {
  void: 0,
  separator: 1,
  cathode: 2,
  anode: 3,
  aluminium: 4,
  copper: 5,
  steel: 6,
  nickel: 7,
  metal: 8,
} as const;

const TURN = 2 * Math.PI;
/** The materials of a turn's stack from the axis outwards. */
const STACK = [
  ROLL_MATERIALS.separator,
  ROLL_MATERIALS.cathode,
  ROLL_MATERIALS.aluminium,
  ROLL_MATERIALS.cathode,
  ROLL_MATERIALS.separator,
  ROLL_MATERIALS.anode,
  ROLL_MATERIALS.copper,
  ROLL_MATERIALS.anode,
] as const;

/** 1 in the middle, 0 from −1 and 1 on, smooth between. */
function bump(t: number): number {
  const rest = 1 - t * t;
  return rest > 0 ? rest * rest : 0;
}

/** What lies in a row of voxels. */
export interface RowOfRoll {
  /** Grey level of each material, averaged over the voxel along the radius; or NaN to skip. */
  readonly levels: Float32Array | undefined;
  /** Material at each voxel's centre. */
  readonly materials: Uint8Array | undefined;
  /** Label at each voxel's centre. */
  readonly objects: Uint16Array | undefined;
}

/** Samples along the radius that a voxel's grey level is the mean of. */
const SAMPLES = 4;

/**
 * The structure of a roll as a function of position. It is made row by row: `slice(z)` chooses
 * what lies at a height, and its result fills rows.
 */
export function rollStructure(
  settings: RollSettings,
  faults: RollFaults,
): (z: number) => (y: number, row: RowOfRoll, greyOf: Float64Array) => void {
  const { size, spacing, stack, core, pitch, turns, can, tilt, decentring } = settings;
  const [rollOval, canOval] = ovalDirections(settings.seed);
  const thickness = [
    ...[stack.separator, stack.cathode, stack.aluminium, stack.cathode, stack.separator],
    ...[stack.anode, stack.copper, stack.anode],
  ];
  const ends = thickness.map((_, i) => thickness.slice(0, i + 1).reduce((a, b) => a + b, 0));
  const [innerFace, outerFace] = [ends[5]!, ends[6]!];
  const middle = ((size[2] - 1) / 2) * spacing;
  const half = settings.anodeHeight / 2;
  const cathodeHalf = half - settings.overhang;
  const separatorHalf = half + settings.overhang / 2;
  const canInner = can.radius * (1 - can.ovality) - can.wall - can.dentDepth;
  const rollOuter = (core + pitch * (turns + 1)) * (1 + settings.ovality) + 2 * pitch;
  const startOf = (turn: number, along: number): number => core + pitch * (turn + along / TURN);

  return (slice) => {
    const z = slice * spacing;
    const height = z - middle;
    const axisX = ((size[0] - 1) / 2) * spacing + tilt[0] * height;
    const axisY = ((size[1] - 1) / 2) * spacing + tilt[1] * height;
    const upon = (from: number, halfHeight: number): number =>
      halfHeight === Infinity ? 1 : bump((z - from) / halfHeight);
    const gapsHere = [...faults.delaminations, ...faults.collapse]
      .map((gap: TrueGap) => ({ ...gap, opening: gap.opening * upon(gap.z, gap.halfHeight) }))
      .filter(({ opening }) => opening > 0)
      .sort((a, b) => b.turn - a.turn);
    const wrinkles = faults.wrinkles
      .map((each: TrueWrinkle) => ({
        ...each,
        height: each.height * upon(each.z, each.halfHeight),
      }))
      .filter((each) => each.height > 0);
    const near = (at: number, reach: number): boolean => Math.abs(z - at) <= reach;
    const outgrowths = faults.outgrowths.filter((each) => near(each.z, each.radius));
    const particles = faults.particles.filter((each) => near(each.z, each.radius));
    const dents = faults.dents.filter((each) => near(each.z, each.halfHeight));
    const side = height < 0 ? 'lower' : 'upper';
    const overhangs = faults.overhangs.filter(({ end }) => end === side);
    const { tab } = faults;
    let object = 0;

    /** The radius in the roll as it was wound, before turns parted and bent; −1 in a gap. */
    const wound = (radius: number, angle: number): number => {
      let moved = 0;
      for (const gap of gapsHere) {
        const along = turnBetween(angle, gap.theta);
        const opening = gap.opening * bump(along / gap.halfAngle);
        if (opening === 0) continue;
        const edge = startOf(gap.turn, along) - moved;
        if (radius > edge) break;
        if (radius > edge - opening) return -1;
        moved += opening;
      }
      const straight = radius + moved;
      let flat = straight;
      for (const each of wrinkles) {
        const along = turnBetween(angle, each.theta);
        const out = each.height * bump(along / each.halfAngle);
        if (out === 0) continue;
        // The turns' own places are those from which they were moved: found in a few steps.
        const centre = startOf(each.turn, along);
        let own = flat;
        for (let step = 0; step < 8; step += 1)
          own = flat - out * bump((own - centre) / each.halfDepth);
        flat = own;
      }
      return flat;
    };

    /** The material of the roll at a radius of it as it was wound; `object` is set. */
    const materialAt = (radius: number, angle: number): number => {
      object = 0;
      const winding = (radius - core) / pitch - angle / TURN;
      const turn = Math.floor(winding);
      const at = turn + angle / TURN;
      if (turn < 0 || at >= turns) return ROLL_MATERIALS.void;
      const depth = (winding - turn) * pitch;
      for (const each of outgrowths) {
        const along = turnBetween(angle, each.theta);
        const start = startOf(each.turn, along);
        const inner = each.side === 'inner';
        const out = inner ? start + innerFace - radius : radius - start - outerFace;
        if (out < 0 || out >= each.height) continue;
        const arc = (start + (inner ? innerFace : outerFace)) * along;
        const squared = (arc * arc + (z - each.z) ** 2) / (each.radius * each.radius);
        if (out >= each.height * (1 - squared)) continue;
        object = each.id;
        return ROLL_MATERIALS.copper;
      }
      for (const each of particles) {
        const along = turnBetween(angle, each.theta);
        const out = radius - startOf(each.turn, along) - each.depth;
        const arc = radius * along;
        if (out * out + arc * arc + (z - each.z) ** 2 >= each.radius * each.radius) continue;
        object = each.id;
        return ROLL_MATERIALS.metal;
      }
      let layer = 0;
      while (layer < 7 && depth >= ends[layer]!) layer += 1;
      const material = STACK[layer]!;
      if (material === ROLL_MATERIALS.separator)
        return Math.abs(height) < separatorHalf ? material : ROLL_MATERIALS.void;
      if (material === ROLL_MATERIALS.cathode || material === ROLL_MATERIALS.aluminium) {
        // The cathode begins half a turn behind the anode and ends as much before it.
        if (at < Math.min(0.5, turns / 4) || at >= turns - Math.min(0.5, turns / 4))
          return ROLL_MATERIALS.void;
        let top = cathodeHalf;
        for (const each of overhangs)
          if (Math.floor(each.turn) === turn)
            top += each.shift * bump(turnBetween(angle, each.theta) / each.halfAngle);
        return Math.abs(height) < top ? material : ROLL_MATERIALS.void;
      }
      if (Math.abs(height) >= half) return ROLL_MATERIALS.void;
      if (tab !== null && layer === 7 && turn === Math.floor(tab.turn)) {
        const arc = radius * turnBetween(angle, tab.theta);
        if (Math.abs(arc) < tab.width / 2 && depth - outerFace < tab.thickness) {
          object = tab.id;
          return ROLL_MATERIALS.nickel;
        }
      }
      return material;
    };

    /** Where the can's outer face lies at an angle, dents included. */
    const canFace = (x: number, y: number, radius: number): number => {
      let face = can.radius;
      if (radius > 0) {
        const [c, s] = [x / radius, y / radius];
        face *= 1 + can.ovality * ((c * c - s * s) * canOval![0] + 2 * c * s * canOval![1]);
      }
      if (dents.length === 0) return face;
      const angle = portableAngle(x, y);
      for (const dent of dents) {
        const across = turnBetween(angle, dent.theta) / dent.halfAngle;
        face -= dent.depth * bump(across) * bump((z - dent.z) / dent.halfHeight);
      }
      return face;
    };

    return (row, { levels, materials, objects }, greyOf) => {
      const y = row * spacing - axisY;
      for (let column = 0; column < size[0]; column += 1) {
        const x = column * spacing - axisX;
        const canRadius = Math.sqrt(x * x + y * y);
        const [rx, ry] = [x - decentring[0], y - decentring[1]];
        const radius = Math.sqrt(rx * rx + ry * ry);
        const nearCan = canRadius > canInner - spacing;
        const face = nearCan ? canFace(x, y, canRadius) : 0;
        const inRoll = radius < rollOuter + spacing && radius > 0;
        const angle = inRoll ? portableAngle(rx, ry) : 0;
        let stretch = 1;
        if (inRoll) {
          const [c, s] = [rx / radius, ry / radius];
          stretch += settings.ovality * ((c * c - s * s) * rollOval![0] + 2 * c * s * rollOval![1]);
        }
        const at = (offset: number): number => {
          object = 0;
          const out = canRadius + offset;
          if (nearCan && out >= face - can.wall && out < face) return ROLL_MATERIALS.steel;
          if (!inRoll || (nearCan && out >= face)) return ROLL_MATERIALS.void;
          const own = wound((radius + offset) / stretch, angle);
          return own < 0 ? ROLL_MATERIALS.void : materialAt(own, angle);
        };
        if (levels !== undefined) {
          let sum = 0;
          for (let k = 0; k < SAMPLES; k += 1)
            sum += greyOf[at(((k + 0.5) / SAMPLES - 0.5) * spacing)]!;
          levels[column] = sum / SAMPLES;
        }
        if (materials !== undefined || objects !== undefined) {
          const material = at(0);
          if (materials !== undefined) materials[column] = material;
          if (objects !== undefined) objects[column] = object;
        }
      }
    };
  };
}
