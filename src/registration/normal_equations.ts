// Small systems of linear equations with a symmetric matrix.

/** A square matrix by rows. */
export type Matrix = readonly (readonly number[])[];

/** The lower factor of a positive definite matrix (Cholesky's); undefined where it is none. */
function factorOf(a: Matrix): readonly number[][] | undefined {
  const l: number[][] = a.map(() => a.map(() => 0));
  for (let i = 0; i < a.length; i += 1)
    for (let j = 0; j <= i; j += 1) {
      let sum = a[i]![j]!;
      for (let k = 0; k < j; k += 1) sum -= l[i]![k]! * l[j]![k]!;
      if (i !== j) l[i]![j] = sum / l[j]![j]!;
      else if (sum > 0) l[i]![i] = Math.sqrt(sum);
      else return undefined;
    }
  return l;
}

/** The solution x of A x = b of a positive definite A; undefined where A is none. */
export function solvePositive(a: Matrix, b: readonly number[]): number[] | undefined {
  const l = factorOf(a);
  if (l === undefined) return undefined;
  const y: number[] = [];
  l.forEach((row, i) => {
    y.push((b[i]! - y.reduce((sum, value, k) => sum + row[k]! * value, 0)) / row[i]!);
  });
  const x = y.map(() => 0);
  for (let i = y.length - 1; i >= 0; i -= 1) {
    let sum = y[i]!;
    for (let k = i + 1; k < y.length; k += 1) sum -= l[k]![i]! * x[k]!;
    x[i] = sum / l[i]![i]!;
  }
  return x;
}

/** The inverse of a positive definite matrix; undefined where it is none. */
export function inverseOf(a: Matrix): number[][] | undefined {
  const columns = a.map((_, i) =>
    solvePositive(
      a,
      a.map((__, j) => (i === j ? 1 : 0)),
    ),
  );
  return columns.every((column) => column !== undefined) ? columns : undefined;
}

/** A product of two square matrices. */
export function product(a: Matrix, b: Matrix): number[][] {
  return a.map((row) => b.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));
}
