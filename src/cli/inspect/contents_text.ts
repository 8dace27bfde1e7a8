import type { FileFacts, ImageFacts } from '../../index.js';
import { printable } from '../usage.js';

/** Names within one cell are listed up to here. */
const LISTED = 12;

/** Columns of the table of grids; those that say nothing of any grid are left out. */
const COLUMNS: readonly {
  readonly title: string;
  readonly text: (image: ImageFacts) => string;
}[] = [
  { title: 'dataset', text: ({ path }) => path },
  { title: 'size', text: ({ size }) => size.join('×') },
  { title: 'type', text: ({ dtype }) => dtype },
  { title: 'voxel', text: voxelText },
  { title: 'from', text: ({ spacingFrom }) => spacingFrom ?? '' },
  { title: 'channels', text: ({ channels }) => listed(channels) },
  { title: 'times', text: ({ times }) => (times > 1 ? String(times) : '') },
  {
    title: 'levels',
    text: ({ levels }) => (levels.length > 1 ? listed(levels.map((size) => size.join('×'))) : ''),
  },
];

/** What a file holds, as a table for a terminal: a line per grid, then what was warned of. */
export function contentsText({ name, format, images }: FileFacts): string {
  const rows = images.map((image) => COLUMNS.map(({ text }) => printable(text(image))));
  const used = COLUMNS.map((_, i) => rows.some((row) => row[i] !== ''));
  const lines = [COLUMNS.map(({ title }) => title), ...rows].map((row) =>
    row.filter((_, i) => used[i]),
  );
  const widths = lines[0]!.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  const table = lines.map((line) =>
    `  ${line.map((cell, i) => cell.padEnd(widths[i]!)).join('  ')}`.trimEnd(),
  );
  const warnings = [...new Set(images.flatMap((image) => image.warnings))];
  return [
    `${printable(name)}: ${printable(format)}`,
    ...table,
    ...warnings.map((warning) => `  warning: ${printable(warning)}`),
    '',
  ].join('\n');
}

function voxelText({ spacing, unit }: ImageFacts): string {
  const lengths = spacing.map((length) => String(Number(length.toPrecision(6))));
  if (unit === 'px') return 'not stated';
  return lengths.every((length) => length === lengths[0])
    ? `${lengths[0]!} ${unit}`
    : `${lengths.join(' × ')} ${unit}`;
}

function listed(names: readonly string[]): string {
  const more = names.length - LISTED;
  return names.slice(0, LISTED).join(', ') + (more > 0 ? ` and ${String(more)} more` : '');
}
