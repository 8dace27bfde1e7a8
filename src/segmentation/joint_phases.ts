// Phases from regions of the joint histogram of two volumes.
import { invalidArgument } from '../recipe/errors.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input, makeNode, valueInput, type Node } from '../recipe/op.js';
import { integer, param, type Param } from '../recipe/params.js';
import { rangeNode, type Range } from '../stats/range.js';

/** Corners of a polygon: values of the volume and of the other. */
export type Polygon = readonly (readonly [a: number, b: number])[];

/** Polygons by the name of the phase that they make. */
export type NamedPolygons = Readonly<Record<string, Polygon>>;

/** Corners of a polygon at most, and polygons. */
const [MOST_CORNERS, MOST_POLYGONS] = [1024, 254];

function isPolygon(given: unknown): given is Polygon {
  return (
    Array.isArray(given) &&
    given.length >= 3 &&
    given.length <= MOST_CORNERS &&
    given.every(
      (corner) =>
        Array.isArray(corner) && corner.length === 2 && corner.every((v) => Number.isFinite(v)),
    )
  );
}

/** Polygons by name. */
export function polygons(doc: string): Param<NamedPolygons, NamedPolygons, false> {
  const number = { type: 'number' } as const;
  const corner = { type: 'array', items: number, minItems: 2, maxItems: 2 } as const;
  const polygon = { type: 'array', items: corner, minItems: 3, maxItems: MOST_CORNERS } as const;
  return param({
    type: 'record',
    doc,
    default: undefined,
    allowed: 'names with a polygon each: at least three corners [value, value of the other]',
    schema: { type: 'object', additionalProperties: polygon, minProperties: 1 },
    accept: (given): NamedPolygons | undefined => {
      if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
      const entries = Object.entries(given);
      const sound = entries.every(([name, of]) => name !== '' && isPolygon(of));
      return sound && entries.length > 0 && entries.length <= MOST_POLYGONS
        ? Object.fromEntries(entries)
        : undefined;
    },
  });
}

/** Whether a place lies in a polygon, by the even-odd rule. */
export function liesIn(polygon: Polygon, x: number, y: number): boolean {
  let inside = false;
  polygon.forEach(([x1, y1], i) => {
    const [x0, y0] = polygon[(i + polygon.length - 1) % polygon.length]!;
    if (y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) inside = !inside;
  });
  return inside;
}

/** What no polygon holds. */
export const OTHER = 'other';

/**
 * Phases of the pairs of values that lie in polygons of the plane of two volumes, 'other' of all
 * else; where polygons overlap, the first one's. Values are those of the bins of a joint histogram
 * of so many `bins`: of a bin all voxels are of one phase, by its middle (even-odd rule). So voxels
 * are decided on integers, the same on every adapter. Voxels that are NaN or infinite in either are
 * 'other'. A pass over both volumes for their ranges, and one that looks phases up: 1 B/voxel out.
 */
export const jointPhases = declareOp({
  name: 'jointPhases',
  kind: 'map',
  inputs: {
    a: input('volume'),
    b: input('volume'),
    rangeA: valueInput<Range>(),
    rangeB: valueInput<Range>(),
  },
  params: {
    polygons: polygons('A polygon for each phase, in values of the volume and of the other.'),
    bins: integer({ default: 256, min: 2, max: 1024 }, 'Bins of each volume at most.'),
  },
  exactness: 'exact',
  result: ({ a }, { polygons }): GridMeta => {
    const names = Object.keys(polygons);
    if (names.includes(OTHER))
      throw invalidArgument('jointPhases', 'polygons', OTHER, `another name than '${OTHER}'`);
    const phases = Object.fromEntries([OTHER, ...names].map((name, code) => [name, code]));
    return { ...a, kind: 'phases', storage: 'u8', phases };
  },
  notes: ({ bins }) => ({ decided: `by the middle of the bin, at most ${bins} bins of each` }),
});

/** The node of {@link jointPhases}. */
export function jointPhasesNode(
  a: Node,
  b: Node,
  params: { readonly polygons: NamedPolygons; readonly bins: number },
) {
  return makeNode(jointPhases, { a, b, rangeA: rangeNode(a), rangeB: rangeNode(b) }, params);
}
