// Selection network of 3×3×3 rank filters.
import { input, merge, network, select, sort, type Value } from './selection_network.js';

const LANES = ['before', 'own.x', 'own.y', 'own.z', 'own.w', 'after'];

/**
 * Sorted planes of 3×3 values (y, z), six along x, of the windows of one row and of the next along
 * y. Row 3 y + z of the 4×3 rows that both meet comes as r0 … r11. Columns along z are sorted
 * first, and the two that both planes have in common are merged once.
 */
const planes = (): (readonly [readonly Value[], readonly Value[]])[] =>
  LANES.map((lane) => {
    const [c0, c1, c2, c3] = [0, 1, 2, 3].map((y) =>
      sort([0, 1, 2].map((z) => input(`r${String(3 * y + z)}.${lane}`))),
    );
    const shared = merge(c1!, c2!);
    return [merge(shared, c0!), merge(shared, c3!)];
  });

/**
 * The values of four windows along x, from six sorted planes of nine values. Two neighbours share
 * two planes; of these 18 values only ten can have the rank among all 27, and those below them are
 * below it.
 */
function ofFour(sorted: readonly (readonly Value[])[], rank: number): Value[] {
  const [p0, p1, p2, p3, p4, p5] = sorted;
  const below = Math.max(0, rank - 9);
  const left = merge(p1!, p2!).slice(below, rank + 1);
  const right = merge(p3!, p4!).slice(below, rank + 1);
  return [
    select(p0!, left, rank - below),
    select(p3!, left, rank - below),
    select(p2!, right, rank - below),
    select(p5!, right, rank - below),
  ];
}

/**
 * WGSL of `ranks_of_eight`: the values of a rank of 3×3×3 windows of four neighbours along x and
 * two along y.
 */
export function rank3Wgsl(rank: number): string {
  const sorted = planes();
  const { lines, names } = network(
    [0, 1].flatMap((row) =>
      ofFour(
        sorted.map((plane) => plane[row]!),
        rank,
      ),
    ),
  );
  const rows = Array.from({ length: 12 }, (_, i) => `r${String(i)}: Row`).join(', ');
  return [
    '// Six keys in a row: of the four voxels that are asked for, and of one on either side.',
    'struct Row { before: u32, own: vec4u, after: u32 }',
    '// Values of the windows of four neighbours along x, and of the four next to them along y.',
    'struct Ranks { first: vec4u, second: vec4u }',
    `fn ranks_of_eight(${rows}) -> Ranks {`,
    ...lines,
    `  return Ranks(vec4u(${names.slice(0, 4).join(', ')}), vec4u(${names.slice(4).join(', ')}));`,
    '}',
  ].join('\n');
}
