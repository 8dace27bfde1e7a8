import { implementOnHost } from '../../implement/index.js';
import { besides, openedGap, wideGaps } from '../delamination.js';
import { summaryOf, type LayerMaps, type MeanOfTurn } from '../layers.js';
import { summaryColumns } from '../sheet_layers.gpu.js';
import { checkSheets, fittedStack, flatPoint, flatSheet, normalOf } from './flat_sheet.js';
import type { SheetsData } from './sheets_data.js';
import {
  stackDelaminations,
  stackLayers,
  stackLayerTable,
  type SheetSummary,
  type StackDelamination,
  type StackDelaminationsValue,
  type StackLayersValue,
} from './stack_layers.js';

/** Cosine of the angle between the axis and the normal of the sheets, for every cell. */
function cosines(data: SheetsData, smooth: number): Float32Array {
  const { sheets, columns, rows, u, v } = data;
  const out = new Float32Array(sheets * columns * rows);
  for (let sheet = 0; sheet < sheets; sheet += 1) {
    const surface = flatSheet(data, sheet, smooth);
    for (let row = 0; row < rows; row += 1)
      for (let c = 0; c < columns; c += 1) {
        const point = flatPoint(surface, u.first + u.step * c, v.first + v.step * row);
        [, , out[(sheet * rows + row) * columns + c]] = normalOf(point);
      }
  }
  return out;
}

function mapsOf(data: SheetsData, smooth: number): LayerMaps {
  const { columns, rows, middle, thickness } = data;
  const cells = columns * rows;
  const cosine = cosines(data, smooth);
  const fitted = fittedStack(data);
  const gap = new Float32Array(middle.length).fill(NaN);
  for (let here = 0; here + cells < middle.length; here += 1) {
    const next = here + cells;
    const between = middle[next]! - middle[here]! - (thickness[next]! + thickness[here]!) / 2;
    gap[here] = (between * (cosine[here]! + cosine[next]!)) / 2;
  }
  return {
    thickness: thickness.map((t, i) => t * cosine[i]!),
    gap,
    deviation: middle.map((height, i) => {
      const cell = i % cells;
      const sheet = Math.floor(i / cells);
      return height - fitted.at(sheet, cell % columns, Math.floor(cell / columns)).height;
    }),
  };
}

/** {@link stackLayers}, on the host. */
export const stackLayersOnHost = implementOnHost(
  stackLayers,
  ({ inputs: { sheets: data }, params }): StackLayersValue => {
    checkSheets(data);
    const { unit, sheets, columns, rows, u, v, middle } = data;
    const pitch = fittedStack(data).fit.pitch.value;
    const maps = mapsOf(data, params.smooth ?? Math.abs(pitch) / 2);
    const cells = columns * rows;
    const missing = (part: Float32Array): number =>
      part.reduce((n, height) => n + Number(Number.isNaN(height)), 0);
    const summaries = Array.from({ length: sheets }, (_, sheet): SheetSummary => {
      const range = [sheet * cells, (sheet + 1) * cells] as const;
      const of = (map: Float32Array): MeanOfTurn =>
        summaryOf(map.subarray(...range), { columns, rows }, [0, columns]);
      return {
        ...{ sheet, cells, unseen: missing(middle.subarray(...range)) / cells },
        ...{ thickness: of(maps.thickness), gap: of(maps.gap), deviation: of(maps.deviation) },
      };
    });
    const table = { unit, sheets, columns, rows, u, v, pitch };
    return { ...table, unseen: missing(middle) / middle.length, ...maps, summaries };
  },
);

/** {@link stackLayerTable}, on the host. */
export const stackLayerTableOnHost = implementOnHost(stackLayerTable, ({ inputs: { layers } }) => ({
  rows: layers.summaries.length,
  columns: [
    {
      ...{ name: 'sheet', unit: '', description: 'From 0 at the lower end of the axis' },
      data: Float64Array.from(layers.summaries, ({ sheet }) => sheet),
    },
    ...summaryColumns(layers.summaries, layers.unit, {
      whole: 'sheet',
      gap: 'Distance to the next sheet along the normal',
      deviation: 'Deviation of the middle from the fit, along the axis',
    }),
  ],
}));

/** {@link stackDelaminations}, on the host. */
export const stackDelaminationsOnHost = implementOnHost(
  stackDelaminations,
  ({ inputs: { sheets: data, layers }, params }): StackDelaminationsValue => {
    const { columns, rows, u, v, unit } = data;
    const cells = columns * rows;
    const smooth = params.smooth ?? Math.abs(layers.pitch) / 2;
    const { groups, ...found } = wideGaps(layers.gap, params, (cell, visit) => {
      const own = Math.floor(cell / cells) * cells;
      besides(cell - own, { columns, cells }, (next) => {
        visit(own + next);
      });
    });
    const objects = groups.map((group): StackDelamination => {
      const sheet = Math.floor(group[0]! / cells);
      const surface = flatSheet(data, sheet, smooth);
      const { column, row, ...opened } = openedGap(
        group,
        layers.gap,
        { median: found.median, columns },
        (c, r) => {
          const place = [u.first + u.step * c, v.first + v.step * (r - sheet * rows)] as const;
          return (u.step * v.step) / normalOf(flatPoint(surface, ...place))[2];
        },
      );
      return {
        sheet,
        u: u.first + u.step * column,
        v: v.first + v.step * (row - sheet * rows),
        ...opened,
      };
    });
    return { unit, ...found, objects: objects.sort((a, b) => b.area - a.area) };
  },
);
