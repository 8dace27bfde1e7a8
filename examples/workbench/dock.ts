// The results: numbers, objects, plots, depth profiles, and panels that are loaded when they exist.
import { html, nothing } from 'lit';
import type { IdSet, Vec3 } from 'voxmetry';
import { depthProfile, isProfile } from './depth_profile.js';
import { boxText } from './layers.js';
import { panel, panels } from './panels.js';
import type { Workbench } from './state.js';
import { words, type Words } from './words.js';

interface Tab {
  readonly name: string;
  readonly title: string;
  readonly content: () => unknown;
}

/** The tabs of the dock. */
export function tabsOf(bench: Workbench): readonly Tab[] {
  const said = words.value;
  return [
    { name: 'numbers', title: said.tabNumbers, content: () => numbers(bench) },
    { name: 'objects', title: said.tabObjects, content: () => objects(bench) },
    { name: 'plots', title: said.tabPlots, content: () => plots(bench) },
    { name: 'depth', title: said.tabDepth, content: () => depth(bench) },
    ...panels.value.map((name) => ({
      name,
      title: said[`tab${name.charAt(0).toUpperCase()}${name.slice(1)}` as keyof Words],
      content: () => panel(bench, name),
    })),
  ];
}

/** The dock of results. */
export function dock(bench: Workbench): unknown {
  const tabs = tabsOf(bench);
  const tab = tabs.find(({ name }) => name === bench.tab.value) ?? tabs[0]!;
  const turn = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = tabs.indexOf(tab);
    bench.tab.value = tabs[(at + step + tabs.length) % tabs.length]!.name;
    const list = event.currentTarget as HTMLElement;
    requestAnimationFrame(() => list.querySelector<HTMLElement>('[aria-selected=true]')?.focus());
  };
  return html`<section class="dock" aria-label=${words.value.results}>
    <div class="tabs" role="tablist" aria-label=${words.value.results} @keydown=${turn}>
      ${tabs.map(
        ({ name, title }) =>
          html`<button
            role="tab"
            id="tab-${name}"
            aria-controls="panel"
            aria-selected=${String(name === tab.name)}
            tabindex=${name === tab.name ? 0 : -1}
            @click=${() => {
              bench.tab.value = name;
            }}
          >
            ${title}
          </button>`,
      )}
    </div>
    <div
      class="panel panel-${tab.name}"
      id="panel"
      role="tabpanel"
      tabindex="0"
      aria-labelledby="tab-${tab.name}"
    >
      ${tab.content()}
    </div>
  </section>`;
}

function empty(said: string): unknown {
  return html`<p class="empty">${said}</p>`;
}

function numbers(bench: Workbench): unknown {
  if (bench.session.results.byStep.value.size === 0) return empty(words.value.noNumbers);
  return html`<vox-results .session=${bench.session}></vox-results>`;
}

function objects(bench: Workbench): unknown {
  const shown = bench.table.value;
  if (shown === undefined) return empty(words.value.noTable);
  const { step, table, stale } = shown;
  const tables = bench.tables.value;
  return html`${
      tables.length < 2
        ? nothing
        : html`<label class="choice"
            >${words.value.table}
            <select
              @change=${(event: Event) => {
                bench.session.chosen.value = (event.target as HTMLSelectElement).value;
              }}
            >
              ${tables.map(
                (each) =>
                  html`<option value=${each.step.id} ?selected=${each.step.id === step.id}>
                    ${bench.nameOf(each.step.id)}
                  </option>`,
              )}
            </select></label
          >`
    }
    ${stale ? html`<p class="stale" role="status">${words.value.stale}</p>` : nothing}
    <vox-table
      class=${stale ? 'is-stale' : ''}
      .table=${table}
      .link=${bench.session.link}
      .label=${bench.nameOf(step.id)}
      @vox-select=${({ detail }: CustomEvent<{ ids: IdSet | null }>) => {
        goToChosen(bench, detail.ids);
      }}
    ></vox-table>`;
}

/** Brings the slices to the one object, or the one place, that is chosen. */
function goToChosen(bench: Workbench, chosen: IdSet | null): void {
  const { link } = bench.session;
  const shown = bench.table.value;
  if (shown === undefined || chosen?.size !== 1) return;
  const { table, step } = shown;
  const has = (name: string): boolean => table.columnNames.includes(name);
  const names = has('centroidX') ? ['centroidX', 'centroidY', 'centroidZ'] : ['x', 'y', 'z'];
  if (!names.every(has) || (names[0] === 'x' && !placesAreOfScan(bench, step.on))) return;
  const [id] = chosen;
  const row = has('label') ? table.column('label').indexOf(id!) : id!;
  const place = names.map((name) => table.column(name)[row] ?? NaN);
  if (place.every(Number.isFinite)) link.crosshair.value = place as unknown as Vec3;
}

/**
 * Whether places that were found on a step lie in the scan: not where it gives an unrolled grid.
 */
function placesAreOfScan(bench: Workbench, step: string): boolean {
  const handle = bench.session.handles.value.handles.get(step);
  const scan = bench.scan.value;
  if (handle === undefined || scan === undefined) return false;
  const grid = 'grid' in handle ? handle.grid : handle;
  return 'meta' in grid && boxText(grid) === boxText(scan);
}

function plots(bench: Workbench): unknown {
  const shown = bench.table.value;
  if (shown === undefined) return empty(words.value.noTable);
  const { table } = shown;
  const has = (name: string): boolean => table.columnNames.includes(name);
  const x = has('equivalentDiameter') ? 'equivalentDiameter' : null;
  const { link } = bench.session;
  return html`<div class="plots">
    <vox-plot
      kind="histogram"
      .table=${table}
      .link=${link}
      .x=${x}
      .weight=${has('volume') ? 'volume' : null}
      aria-label=${words.value.sizesPlot}
    ></vox-plot>
    <vox-plot
      kind="scatter"
      .table=${table}
      .link=${link}
      .x=${x}
      .y=${has('sphericity') ? 'sphericity' : null}
      aria-label=${words.value.scatterPlot}
    ></vox-plot>
  </div>`;
}

function depth(bench: Workbench): unknown {
  const { session } = bench;
  const results = session.results.byStep.value;
  const scan = bench.scan.value;
  const found = session.study.value.steps.flatMap(({ id }) => {
    const value = results.get(id)?.value;
    return isProfile(value) ? [{ id, value, stale: results.get(id)!.stale }] : [];
  });
  if (found.length === 0 || scan === undefined) return empty(words.value.noDepth);
  const { origin } = scan.meta;
  const middle = origin.map(
    (n, i) => n + ((scan.size[i]! - 1) / 2) * scan.spacing[i]!,
  ) as unknown as Vec3;
  return found.map(
    ({ id, value, stale }) =>
      html`<div class=${stale ? 'is-stale' : ''}>
        ${depthProfile(value, bench.nameOf(id), session.link, middle)}
      </div>`,
  );
}
