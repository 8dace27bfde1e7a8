import type { AxisFacts, Convention } from '../facts.js';
import { roleOf, stepOf, textOf } from '../facts.js';

/** Berkeley EMD: a group with `data`, and `dim1`, `dim2`, … with a name and units for its axes. */
export const berkeleyEmd: Convention = async ({ tree, dataset, group, groupAttributes }) => {
  if (!dataset.path.endsWith('/data') || !groupAttributes.has('emd_group_type')) return undefined;
  const axes: AxisFacts[] = [];
  for (const [i] of dataset.shape.entries()) {
    const path = `${group}/dim${i + 1}`;
    if (!tree.datasets.has(path)) {
      axes.push({});
      continue;
    }
    const said = await tree.attributes(path);
    const values = await tree.numbers(path);
    const unit = emdUnit(textOf(said, 'units') ?? '');
    const name = textOf(said, 'name') ?? '';
    axes.push({
      role: roleOf(name),
      // Two values stand for all in some files.
      step: stepOf(values),
      unit,
      // Berkeley's files do not mark it: what is measured in energy is one of a spectrum.
      signal: /^[km]?eV$/.test(unit) ? { name, offset: values?.[0] ?? 0 } : undefined,
    });
  }
  return { axes, from: 'EMD dims' };
};

/** Units are written in brackets, with a mark between prefix and name: `[n_m]`. */
function emdUnit(text: string): string {
  return text.replace(/^\[(.*)\]$/, '$1').replaceAll('_', '');
}

/** What stands in JSON behind some keys, as a text: Velox writes numbers as texts too. */
function textIn(value: unknown, ...keys: readonly string[]): string {
  const found = keys.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined,
    value,
  );
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
}

/**
 * Velox EMD: `Data/Image/<id>/Data` has the axes y, x, frame, and `Metadata` beside it JSON for
 * each frame, with the size of a pixel.
 */
export const velox: Convention = async ({ tree, dataset, group }) => {
  if (!/^\/Data\/[^/]+\/[^/]+\//.test(dataset.path)) return undefined;
  if (!dataset.path.endsWith('/Data')) return 'no-image';
  if (!dataset.path.startsWith('/Data/Image/') || dataset.shape.length !== 3) return undefined;
  const metadata = tree.datasets.get(`${group}/Metadata`);
  let said: unknown;
  if (
    metadata?.shape.length === 2 &&
    metadata.unread === undefined &&
    metadata.shape[0]! < 2 ** 20
  ) {
    const bytes = await tree.corner(metadata, [metadata.shape[0]!, 1]);
    try {
      said = JSON.parse(
        new TextDecoder().decode(Uint8Array.from(bytes ?? [])).replaceAll('\0', ''),
      );
    } catch {
      // Without it, nothing is known of the size of a pixel.
    }
  }
  const along = (axis: 'x' | 'y', side: string): AxisFacts => ({
    role: axis,
    step: Number(textIn(said, 'BinaryResult', 'PixelSize', side)) || undefined,
    unit: textIn(said, 'BinaryResult', `PixelUnit${axis.toUpperCase()}`),
  });
  return {
    axes: [along('y', 'height'), along('x', 'width'), { role: 't' }],
    from: 'Velox PixelSize',
  };
};
