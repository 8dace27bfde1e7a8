// Plans in a folder of their own, run task by task as by a scheduler.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { runTask, type PlanFile } from '../../src/cluster/index.js';
import { folderTarget, openEngine } from '../../src/engine/index.js';
import type { Volume } from '../../src/index.js';
import type { GridArray } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { voxmetry, type Outcome } from '../cli/run/fixture.js';

/** What `results.json` holds, as far as it is compared. */
export interface Results {
  readonly results: Readonly<Record<string, unknown>>;
  readonly provenance: Readonly<Record<string, unknown>>;
  readonly files: readonly string[];
}

/** A folder with a scan in OME-Zarr and a recipe, and the commands on them. */
export class Site {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Makes the folder; the recipe is of the volume that is stored there. */
  static async make(data: GridArray, size: Vec3, recipe: (scan: Volume) => unknown): Promise<Site> {
    const site = new Site(await mkdtemp(join(tmpdir(), 'voxmetry-plan-')));
    const lab = await openEngine();
    try {
      const scan = await lab.open({ data, size }, { name: 'scan', spacing: [2, 2, 2], unit: 'µm' });
      await scan.save(folderTarget(site.path('in.zarr')), { format: 'ome-zarr' });
      await writeFile(site.path('recipe.json'), JSON.stringify(recipe(scan)));
    } finally {
      await lab.dispose();
    }
    return site;
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  /** Runs the recipe in one process. */
  async whole(): Promise<Results> {
    const done = await voxmetry(
      ...['run', this.path('recipe.json'), this.path('in.zarr'), '--out', this.path('whole')],
    );
    expect(done.error).toBe('');
    return this.results('whole');
  }

  /** Plans the recipe; `name` is that of the results. */
  async plan(name: string, ...flags: string[]): Promise<PlanFile> {
    const done = await voxmetry(
      ...['plan', this.path('recipe.json'), this.path('in.zarr'), this.path(`${name}.zarr`)],
      ...flags,
    );
    expect(done.error).toBe('');
    const text = await readFile(this.path(`${name}.zarr.plan.json`), 'utf8');
    return JSON.parse(text) as PlanFile;
  }

  task(name: string, stage: string, index: number): Promise<Outcome> {
    return voxmetry('task', this.path(`${name}.zarr.plan.json`), stage, String(index));
  }

  reduce(name: string, stage: string): Promise<Outcome> {
    return voxmetry('reduce', this.path(`${name}.zarr.plan.json`), stage);
  }

  /** Runs all tasks of a plan on a device, the last of a stage first, and gives the results. */
  async finish(name: string, { stages }: PlanFile, device: GPUDevice): Promise<Results> {
    for (const { name: stage, tasks } of stages) {
      for (let index = tasks - 1; index >= 0; index--)
        await runTask(this.path(`${name}.zarr.plan.json`), stage, index, undefined, device);
      expect(await this.reduce(name, stage)).toMatchObject({ code: 0, error: '' });
    }
    return this.results(`${name}.zarr.work`);
  }

  async results(folder: string): Promise<Results> {
    return JSON.parse(await readFile(this.path(folder, 'results.json'), 'utf8')) as Results;
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
