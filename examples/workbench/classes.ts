// Classes that are painted in slices: the panel of them, the brush in each view, and what slices
// show meanwhile. All of it comes with voxmetry/panels.
import { html, nothing } from 'lit';
import type { SliceLayer } from 'voxmetry';
import { classificationOf, trainingOf } from 'voxmetry/session';
import type { VoxClasses } from 'voxmetry/panels';
import { changeLayer } from './layers.js';
import { panel, panels } from './panels.js';
import type { Workbench } from './state.js';

/** The panel of classes; undefined until it is loaded. */
function classesOf(bench: Workbench): VoxClasses | undefined {
  if (panels.value.length === 0) return undefined;
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- made by its name
  return panel(bench, 'classes') as HTMLElementTagNameMap['vox-classes'];
}

/** Whether slices are painted on. */
export function isPainting(bench: Workbench): boolean {
  return classesOf(bench)?.painting.active.value === true;
}

/** Begins to paint or ends it; the panel is seen. */
export function togglePainting(bench: Workbench): void {
  classesOf(bench)?.paint();
  if (isPainting(bench)) document.querySelector('.sidebar .scroll')?.scrollTo(0, 0);
}

/** The panel, in the sidebar. */
export function classesPanel(bench: Workbench): unknown {
  const classes = classesOf(bench);
  if (classes === undefined) return nothing;
  classes.axis = bench.large.value;
  return html`<div
    @vox-classify=${() => {
      classify(bench, classes);
    }}
  >
    ${classes}
  </div>`;
}

/** The volume was classified: it is run, and its classes are what views show. */
function classify(bench: Workbench, classes: VoxClasses): void {
  const study = bench.session.study.value;
  const training = trainingOf(study);
  const of = training === undefined ? undefined : classificationOf(study, training.id)?.id;
  if (of !== undefined) changeLayer(bench, 'mask', { of, visible: true });
  classes.paint(false);
  bench.tab.value = 'numbers';
  void bench.run();
}

/** The brush over a slice, while classes are painted. */
export function brush(bench: Workbench): unknown {
  if (!isPainting(bench)) return nothing;
  return html`<vox-paint
    .session=${bench.session}
    .painting=${classesOf(bench)!.painting}
  ></vox-paint>`;
}

/** What slices show while classes are painted: the scan, and what is learnt. */
export function paintedLayers(bench: Workbench): readonly SliceLayer[] | undefined {
  const scan = bench.scan.value;
  if (scan === undefined || !isPainting(bench)) return undefined;
  return [{ grid: scan }, ...classesOf(bench)!.layers.value];
}
