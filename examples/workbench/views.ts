// The four views: three slices and the scene, with one crosshair and one selection.
import { signal, type ReadonlySignal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import type { Axis, SliceLayer, SpaceLayer } from 'voxmetry';
import { setRegions, setView, type Study } from 'voxmetry/session';
import type { Measure, MeasuredRegion, MeasureTool, VoxSliceView } from 'voxmetry/ui';
import { brush } from './classes.js';
import { iconButton } from './icons.js';
import { splitter, type Split } from './splitter.js';
import type { ViewName, Workbench } from './state.js';
import { words } from './words.js';

const AXES = ['z', 'y', 'x'] as const;
/** The planes by the axis across them. */
export const PLANES: Readonly<Record<ViewName, string>> = {
  z: 'XY',
  y: 'XZ',
  x: 'YZ',
  space: '3D',
};

export const VIEW_SPLITS: readonly Split[] = [
  {
    ...{ name: 'views-x', label: 'x', between: 'columns' },
    ...{ usual: 50, least: 15, most: 85, unit: '%' },
  },
  {
    ...{ name: 'views-y', label: 'y', between: 'rows' },
    ...{ usual: 50, least: 15, most: 85, unit: '%' },
  },
];

/** What a click or a drag in a slice draws next; the same in all slices. */
const tool = signal<MeasureTool | null>(null);

/** The rulers, angles and profiles that the study keeps. */
function measuresOf(study: Study): readonly Measure[] {
  return (study.views['measures']?.['list'] ?? []) as unknown as readonly Measure[];
}

/** The views of a workbench. */
export function views(
  bench: Workbench,
  slices: ReadonlySignal<readonly SliceLayer[]>,
  scene: ReadonlySignal<readonly SpaceLayer[]>,
): unknown {
  const layout = bench.layout.value;
  const maximised = bench.maximised.value;
  const large = bench.large.value;
  const shape = maximised === null ? `layout-${layout}` : 'layout-maximised';
  return html`<section
    class="views ${shape} large-${maximised ?? (layout === 'space' ? 'space' : large)}"
    aria-label=${words.value.views}
  >
    ${AXES.map((axis) => pane(bench, axis, slice(bench, axis, slices)))}
    ${pane(bench, 'space', space(bench, scene))} ${VIEW_SPLITS.map((split) => splitter(split))}
  </section>`;
}

function pane(bench: Workbench, name: ViewName, content: unknown): unknown {
  return html`<div class="pane view-${name}">
    ${content}
    ${iconButton(
      'grow',
      `${words.value.key_m} (M)`,
      () => {
        bench.maximise(name);
      },
      { pressed: bench.maximised.value === name },
    )}
  </div>`;
}

function slice(
  bench: Workbench,
  axis: Axis,
  layers: ReadonlySignal<readonly SliceLayer[]>,
): unknown {
  const { session } = bench;
  return html`<vox-slice-view
    axis=${axis}
    .lab=${bench.lab.value}
    .layers=${layers.value}
    .link=${session.link}
    .window=${bench.window.value}
    @vox-window=${(event: CustomEvent<{ window: readonly [number, number] }>) => {
      bench.window.value = event.detail.window;
    }}
    @vox-maximise=${() => {
      bench.maximise(axis);
    }}
    @focusin=${() => {
      if (bench.layout.value === 'four') bench.large.value = axis;
    }}
    >${measure(bench)} ${brush(bench)}</vox-slice-view
  >`;
}

/** Rulers and regions over a slice; their tools while the user measures. */
function measure(bench: Workbench): unknown {
  const { session } = bench;
  const study = session.study.value;
  const measures = measuresOf(study);
  const isMeasuring = bench.measuring.value;
  if (!isMeasuring && measures.length === 0 && study.regions.length === 0) return nothing;
  return html`<vox-measure
    class=${isMeasuring ? '' : 'quiet'}
    .regions=${study.regions}
    .measures=${measures}
    .tool=${isMeasuring ? tool.value : null}
    @vox-tool=${(event: CustomEvent<{ tool: MeasureTool | null }>) => {
      tool.value = event.detail.tool;
    }}
    @vox-regions=${(event: CustomEvent<{ regions: readonly MeasuredRegion[] }>) => {
      const { regions } = event.detail;
      tool.value = null;
      session.edit(words.value.regions, (now) => setRegions(now, regions), 'regions');
    }}
    @vox-measures=${(event: CustomEvent<{ measures: readonly Measure[] }>) => {
      const list = event.detail.measures as unknown as readonly [];
      tool.value = null;
      session.edit(words.value.measure, (now) => setView(now, 'measures', { list }), 'measures');
    }}
    @pointerup=${() => {
      session.endMerge();
    }}
  ></vox-measure>`;
}

function space(bench: Workbench, layers: ReadonlySignal<readonly SpaceLayer[]>): unknown {
  return html`<vox-volume-view
    .lab=${bench.lab.value}
    .layers=${layers.value}
    .link=${bench.session.link}
    @vox-maximise=${() => {
      bench.maximise('space');
    }}
  ></vox-volume-view>`;
}

/** The slice view of an axis on the page. */
export function sliceView(axis: Axis): VoxSliceView | null {
  return document.querySelector(`vox-slice-view[axis=${axis}]`);
}
