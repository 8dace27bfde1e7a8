// Equivalent ellipsoid and inertia tensor from second-order moments (principal axes).
import { map3, volumeOf, type Vec3 } from '../../recipe/geometry.js';
import type { TableData } from '../../recipe/table_data.js';
import { ColumnBuilder } from './column_builder.js';
import { covariance } from './covariance.js';
import { joinWords, type IdSums } from './id_sums.js';
import { symmetricEigen, type Symmetric } from './symmetric_eigen.js';

const AXES = ['X', 'Y', 'Z'] as const;
const SEMI = ['A', 'B', 'C'] as const;
/** Semi-axes whose lengths differ relatively by less than this have no directions of their own. */
const SAME = 1e-9;

/**
 * The pairs of axes in the order of {@link Symmetric}, each with the field of its sum of products.
 */
const PRODUCTS = [
  [0, 0, 7],
  [1, 1, 9],
  [2, 2, 11],
  [0, 1, 13],
  [0, 2, 15],
  [1, 2, 17],
] as const;

/** A vector turned so that its greatest component is positive. */
function turned(v: Vec3): Vec3 {
  const greatest = Math.max(...v.map(Math.abs));
  const first = v.find((c) => Math.abs(c) >= greatest * (1 - SAME))!;
  return first < 0 ? map3((i) => -v[i] + 0) : map3((i) => v[i] + 0);
}

/** The columns of `objectMoments` from sums (fields as `object_moments` lists them). */
export function momentsTable(sums: IdSums, spacing: Vec3, unit: string): TableData {
  const { ids, fields } = sums;
  const columns = new ColumnBuilder(ids);
  const about = 'of the ellipsoid with the same second moments';
  const texts = ['longest', 'middle', 'shortest'] as const;
  const semi = SEMI.map((name, k) =>
    columns.empty(`semiAxis${name}`, unit, `${texts[k]!} semi-axis ${about}`),
  );
  const elongation = columns.empty('elongation', '', 'semiAxisB / semiAxisA');
  const flatness = columns.empty('flatness', '', 'semiAxisC / semiAxisB');
  const axes = SEMI.map((name, k) =>
    AXES.map((axis) =>
      columns.empty(
        `axis${name}${axis}`,
        '',
        `${axis.toLowerCase()} of the unit vector along the ${texts[k]!} semi-axis`,
      ),
    ),
  );
  const inertiaUnit = `${unit}⁵`;
  const tensor = ['XX', 'YY', 'ZZ', 'XY', 'XZ', 'YZ'].map((name) =>
    columns.empty(
      `inertia${name}`,
      inertiaUnit,
      `inertia tensor ${name.toLowerCase()} about the centroid, of density 1`,
    ),
  );
  const principal = SEMI.map((name, k) =>
    columns.empty(
      `inertia${name}`,
      inertiaUnit,
      `moment of inertia about the ${texts[k]!} semi-axis, of density 1`,
    ),
  );
  const voxel = volumeOf(spacing);
  for (let row = 0; row < ids.length; row += 1) {
    const field = (f: number): number => fields[f]![row]!;
    const n = field(0);
    const first = map3((i) => joinWords(field(1 + 2 * i), field(2 + 2 * i)));
    const spread = PRODUCTS.map(([i, j, f]) => {
      const cov = covariance(n, first[i], first[j], field(f), field(f + 1));
      return spacing[i] * spacing[j] * (i === j ? cov + 1 / 12 : cov);
    }) as unknown as Symmetric;
    const { values, vectors } = symmetricEigen(spread);
    const lengths = values.map((value) => Math.sqrt(5 * value)) as unknown as Vec3;
    const [a, b, c] = lengths;
    lengths.forEach((length, k) => (semi[k]![row] = length));
    elongation[row] = b / a;
    flatness[row] = c / b;
    const apart = [a - b > SAME * a, b - c > SAME * b] as const;
    [apart[0], apart[0] && apart[1], apart[1]].forEach((hasDirection, k) => {
      if (!hasDirection) return;
      turned(vectors[k]!).forEach((component, i) => (axes[k]![i]![row] = component));
    });
    const volume = n * voxel;
    const trace = spread[0] + spread[1] + spread[2];
    spread.forEach((s, k) => (tensor[k]![row] = volume * (k < 3 ? trace - s : 0 - s)));
    values.forEach((_, k) => {
      const others = values[(k + 1) % 3]! + values[(k + 2) % 3]!;
      principal[k]![row] = volume * others;
    });
  }
  return columns.table();
}
