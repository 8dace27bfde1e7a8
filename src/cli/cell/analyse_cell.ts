// The whole cell: can, windings, layers, and outgrowths on the unrolled collector.
import type { Lab, Mask, Roll, Volume } from '../../index.js';
import { map3, type Vec3 } from '../../recipe/geometry.js';
import type { About } from '../analysis.js';
import { Parts } from '../found.js';
import type { InputFile } from '../input_file.js';
import { readable } from '../report/text.js';
import { RunLog } from '../run_log.js';
import { factsOf, openScan } from '../scan.js';
import { overhangBeyond, overhangByTurn } from './anode_overhang.js';
import type { CellJob } from './cell_arguments.js';
import type { CellAnalysis, CellObject, Neighbourhood } from './cell_analysis.js';
import type { CellTruth } from './cell_sample.js';

/** Rows along z in which windings are followed, unless more are asked for. */
const MOST_ROWS = 128;
/** Voxels that an outgrowth has in height, unless another least height is asked for. */
const LEAST_HEIGHT = 3;
/** Objects that have pictures of their own. */
const MOST_PICTURED = 24;
/** Half of the width of such a picture, in pitches. */
const REACH = 0.75;

/** The results of a run, and the table of outgrowths as CSV; null where there is none. */
export interface CellFiles {
  readonly analysis: CellAnalysis;
  readonly csv: string | null;
}

/** What the log, the parts and the signal of a run are passed on as. */
interface Running {
  readonly log: RunLog;
  readonly parts: Parts;
}

/**
 * Measures a wound cell whose axis lies along z: the can; the windings of the electrode whose grey
 * levels are stated, or of the middle class by Otsu's thresholds for three; thickness, gaps and
 * delaminations; and on the sheet of the collector between its turns, unrolled, the outgrowths. All
 * of it runs in the lab, through the public interface. A part that fails leaves the others.
 */
export async function analyseCell(
  lab: Lab,
  input: InputFile,
  job: CellJob,
  about: About,
  truth: CellTruth | null,
  signal?: AbortSignal,
): Promise<CellFiles> {
  const start = performance.now();
  const running = { log: new RunLog(signal), parts: new Parts() };
  const { log, parts } = running;
  const scan = await openScan(lab, input, job, signal);
  const can = await parts.find('can', () => log.ask(scan.can()));
  const every = job.every ?? Math.max(1, Math.ceil(scan.size[2] / MOST_ROWS));
  const query = electrodeOf(scan, job.electrode).windings({ every });
  const windings = await parts.find('windings', () => log.ask(query));
  const roll = windings && (await parts.find('windings', () => lab.roll(scan, query)));
  const layers = roll && (await parts.find('layers', () => log.ask(roll.layers())));
  const delaminations =
    roll && (await parts.find('delaminations', () => log.ask(roll.delaminations())));
  const anode = job.anode ?? truth?.anodeLevels;
  const tolerance = job.overhang ?? 0;
  const overhang =
    anode &&
    roll &&
    (await parts.find('overhang', () =>
      overhangBeyond(log, lab, roll, { can, anode, every, tolerance }),
    ));
  const coating = job.coating ?? truth?.coating;
  const searched =
    roll &&
    layers &&
    (await searchCollector(running, roll, thicknessOf(layers), { ...job, coating }));
  const objects = searched?.objects ?? null;
  const z = objects?.[0]?.cell[2] ?? scan.spacing[2] * Math.floor(scan.size[2] / 2);
  const section = await parts.find('section', () => sectionAt(log, scan, z));
  return {
    csv: searched?.csv ?? null,
    analysis: {
      title: about.sample ?? input.name,
      about,
      input: factsOf(scan, input.name, log),
      electrode: electrodeWords(job.electrode, layers && thicknessOf(layers), scan.unit),
      can,
      windings,
      layers,
      delaminations,
      overhang: overhang && overhangByTurn(overhang, tolerance),
      objects,
      columns: searched?.columns ?? [],
      summary: searched?.summary ?? null,
      section,
      timings: log.timings,
      totalMilliseconds: performance.now() - start,
      truth,
      recipe: searched?.recipe ?? query.recipe,
      provenance: {
        library: lab.info.library,
        adapter: lab.info.adapter,
        exactness: query.provenance?.exactness,
        date: query.provenance?.date,
        ...log.notes,
      },
      missing: parts.missing,
    },
  };
}

/**
 * The electrode whose windings are followed. The rims of what is brighter, foils and the can, have
 * its grey levels too, as blurred edges: they go with what they are the rims of, or as sheets
 * thinner than 3 voxels. Noise, and a darker foil of up to 4 voxels within, is closed.
 */
function electrodeOf(scan: Volume, band: CellJob['electrode']): Mask {
  const names = ['dark', 'electrode', 'metal'] as const;
  const classes = band === undefined ? scan.multiOtsu(names) : undefined;
  const metal = classes?.phase('metal') ?? scan.threshold({ lo: band![1] });
  const electrode = classes?.phase('electrode') ?? scan.threshold({ lo: band![0], hi: band![1] });
  return electrode
    .subtract(metal.dilate({ size: 5 }))
    .open({ size: 3 })
    .close({ size: 5 })
    .keepLargest();
}

/** Which electrode was taken, and how thick its sheet came out: what tells whether it is one. */
function electrodeWords(
  band: CellJob['electrode'],
  thickness: number | null,
  unit: string,
): string {
  const found = thickness === null ? '' : `; its sheet is ${readable(thickness, 3)} ${unit} thick`;
  return band === undefined
    ? `the middle one of three classes by Otsu, its largest component${found} (--electrode LO,HI states the grey levels of another)`
    : `grey levels ${band.map(String).join(' to ')}, the largest component${found}`;
}

/** The mean thickness of the sheet over all turns. */
function thicknessOf({ thickness }: { readonly thickness: Float32Array }): number {
  const known = thickness.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

/**
 * The other electrode's collector lies midway between two turns of the sheet: that layer unrolled,
 * without the sheet itself, is searched for what grew from it.
 */
async function searchCollector(
  { log, parts }: Running,
  roll: Roll<Volume>,
  thickness: number,
  { coating, minHeight, foil, regime }: Pick<CellJob, 'coating' | 'minHeight' | 'foil' | 'regime'>,
) {
  const { grid: scan, pitch } = roll;
  const voxel = Math.min(scan.spacing[0], scan.spacing[1]);
  const from = thickness / 2 + voxel;
  const to = pitch - from;
  const flat = roll.unroll({ from, to });
  const options = {
    normal: 'y',
    // From the foil to the middle of the next turn of the sheet.
    nextCollector: pitch / 2,
    minHeight: minHeight ?? LEAST_HEIGHT * voxel,
    minThickness: minHeight ?? 0,
    ...(foil === undefined ? {} : { foil }),
    ...(regime === undefined ? {} : { regime }),
    ...(coating === undefined ? {} : { coatingThickness: coating }),
  } as const;
  const query = flat.outgrowths(options);
  const table = await parts.find('outgrowths', () => log.ask(query));
  if (table === null) return null;
  const summary = await parts.find('outgrowths', () => log.ask(flat.outgrowthSummary(options)));
  const rows = [...table];
  const places = rows.map(({ x, y, z }): Vec3 => [x!, y!, z!]);
  const found = await parts.find('outgrowths.places', async () => {
    if (rows.length === 0) return [];
    const cell = await log.ask(roll.toCell(places));
    const at = [...cell].map(({ x, y, z }): Vec3 => [x!, y!, z!]);
    const sheet = await log.ask(roll.toSheet(at));
    return rows.map((values, i): CellObject => ({
      rank: values['rank']!,
      kind: values['kind'] === 1 ? 'particle' : 'outgrowth',
      side: values['side']! > 0 ? 'outer' : 'inner',
      sheet: places[i]!,
      cell: at[i]!,
      turn: sheet.column('turn')[i]!,
      theta: sheet.column('theta')[i]!,
      values,
      inCell: null,
      unrolled: null,
    }));
  });
  const objects: CellObject[] = [];
  for (const object of found ?? [])
    objects.push(
      object.rank > MOST_PICTURED
        ? object
        : {
            ...object,
            inCell: await parts.find('pictures', () =>
              around(log, scan, [0, 0, 0], object.cell, REACH * pitch),
            ),
            unrolled: await parts.find('pictures', () =>
              around(log, flat, [0, from, 0], object.sheet, REACH * pitch),
            ),
          },
    );
  return {
    ...{ summary, objects, csv: table.toCSV(), recipe: query.recipe },
    columns: table.columns.map(({ name, unit, description }) => ({ name, unit, doc: description })),
  };
}

/** The voxel that a place lies in, of a grid whose first voxel lies at `origin`. */
function voxelAt({ size, spacing }: Volume, origin: Vec3, place: Vec3): Vec3 {
  return map3((axis) => {
    const index = Math.round((place[axis] - origin[axis]) / spacing[axis]);
    return Math.min(size[axis] - 1, Math.max(0, index));
  });
}

/** What lies about a place in the slice through it. */
async function around(
  log: RunLog,
  grid: Volume,
  origin: Vec3,
  place: Vec3,
  reach: number,
): Promise<Neighbourhood> {
  const { size, spacing } = grid;
  const [x, y, z] = voxelAt(grid, origin, place);
  const [left, top] = [x - reach / spacing[0], y - reach / spacing[1]].map((edge) =>
    Math.max(0, Math.round(edge)),
  ) as [number, number];
  const width = Math.min(size[0], Math.round(x + reach / spacing[0]) + 1) - left;
  const height = Math.min(size[1], Math.round(y + reach / spacing[1]) + 1) - top;
  const region = { origin: [left, top, z], size: [width, height, 1] } as const;
  const { data } = await log.ask(grid.read({ region }));
  return {
    plane: { data, size: [width, height], spacing: [spacing[0], spacing[1]] },
    at: [x - left, y - top],
  };
}

/** The slice across z at a place. */
async function sectionAt(log: RunLog, scan: Volume, place: number) {
  const [, , index] = voxelAt(scan, [0, 0, 0], [0, 0, place]);
  const { data, size, spacing } = await log.ask(scan.slice({ axis: 'z', index }));
  return { plane: { data, size, spacing }, z: index };
}
