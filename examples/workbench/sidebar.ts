// The side of the page where work is done: the volume, the recipe, the threshold, layers, regions.
import { type ReadonlySignal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { changeRegion, changeStep, removeRegion, type StudyStep } from 'voxmetry/session';
import type { HistogramValue } from 'voxmetry';
import type { ThresholdChange, WipeDetail } from 'voxmetry/ui';
import { classesPanel, isPainting } from './classes.js';
import { icon, iconButton } from './icons.js';
import { changeLayer, LAYERS, type Layer } from './layers.js';
import { addRecipe, KINDS, type Kind } from './recipes.js';
import type { Workbench } from './state.js';
import { cutVolume, moveThreshold, thresholdStep } from './threshold.js';
import { bytes, fill, number, words, type Words } from './words.js';

/** The sidebar of an open volume. */
export function sidebar(
  bench: Workbench,
  layers: ReadonlySignal<readonly Layer[]>,
  thresholds: ReadonlySignal<readonly number[]>,
): unknown {
  const said = words.value;
  // Who paints has the classes at hand.
  const painting = isPainting(bench);
  const hasClasses = painting || bench.session.study.value.brushes.length > 0;
  const classes = section('classes', said.classes, classesPanel(bench), '', hasClasses);
  return html`<aside class="sidebar" aria-label=${said.work}>
    <div class="scroll">
      ${painting ? classes : nothing}
      ${section('volume', said.volume, card(bench), '', bench.session.study.value.steps.length === 0)}
      ${offer(bench)}
      <section class="recipe">
        <vox-recipe
          .session=${bench.session}
          @vox-wipe=${(event: CustomEvent<WipeDetail>) => {
            bench.wipe.value = event.detail;
          }}
        ></vox-recipe>
      </section>
      ${section('threshold', said.threshold, histogram(bench, thresholds), thresholdOf(bench))}
      ${painting ? nothing : classes}
      ${section('layers', said.layers, layerList(bench, layers.value))}
      ${section('regions', said.regions, regionList(bench))}
    </div>
    ${runBar(bench)}
  </aside>`;
}

function section(name: string, title: string, content: unknown, note = '', isOpen = true): unknown {
  return html`<details class="section ${name}" ?open=${isOpen}>
    <summary>
      <h2>${title}</h2>
      <span class="soft">${note}</span>
    </summary>
    ${content}
  </details>`;
}

function card(bench: Workbench): unknown {
  const scan = bench.scan.value;
  const source = bench.source.value;
  if (scan === undefined || source === undefined) return nothing;
  const said = words.value;
  const { size, spacing, unit, dtype, format } = scan;
  const taken = size.reduce((n, each) => n * each, BYTES[dtype] ?? 4);
  const budget = bench.lab.value?.info.memoryBudget ?? Infinity;
  const times = (values: readonly number[]): string =>
    values.every((n) => n === values[0])
      ? number(values[0]!)
      : values.map((n) => number(n)).join(' × ');
  const rows: readonly (readonly [string, string])[] = [
    [said.size, `${size.join(' × ')}, ${dtype}`],
    [said.voxel, `${times(spacing)} ${unit}`],
    [said.extent, `${size.map((n, i) => number(n * spacing[i]!)).join(' × ')} ${unit}`],
    [said.grey, bench.range.value],
    [said.memory, `${bytes(taken)}, ${taken * 2 < budget ? said.whole : said.bricks}`],
    [said.format, source.hash.startsWith('sample:') ? said.sampleName : format],
  ];
  return html`<p class="name" title=${source.name}>${source.name}</p>
    <dl class="facts">
      ${rows.map(
        ([term, value]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>`;
}

const BYTES: Readonly<Record<string, number>> = { u8: 1, i8: 1, u16: 2, i16: 2 };

/** What is this? The offer of a recipe, while nothing has been done with the volume. */
function offer(bench: Workbench): unknown {
  const source = bench.source.value;
  const { session } = bench;
  if (source === undefined || bench.declined.value.has(source.id)) return nothing;
  if (session.study.value.steps.some(({ on }) => on === source.id)) return nothing;
  const said = words.value;
  const take = (kind: Kind): void => {
    const title = fill(said.recipeOf, { kind: said[`kind_${kind}` as keyof Words] });
    session.edit(title, (study) => addRecipe(study, session.catalogue, source.id, kind, said));
    session.chosen.value = source.id;
  };
  return html`<section class="offer" aria-labelledby="offer">
    <h2 id="offer">${said.what}</h2>
    <p class="soft">${said.whatWhy}</p>
    ${KINDS.map(
      (kind) =>
        html`<button
          @click=${() => {
            take(kind);
          }}
        >
          <b>${said[`kind_${kind}` as keyof Words]}</b>
          <span class="soft">${said[`says_${kind}` as keyof Words]}</span>
        </button>`,
    )}
    <button
      class="plain"
      @click=${() => {
        bench.declined.value = new Set([...bench.declined.value, source.id]);
      }}
    >
      ${said.beginEmpty}
    </button>
  </section>`;
}

function thresholdOf(bench: Workbench): string {
  const step = thresholdStep(bench);
  return step === undefined ? '' : fill(words.value.thresholdOf, { name: bench.nameOf(step.id) });
}

function histogram(bench: Workbench, thresholds: ReadonlySignal<readonly number[]>): unknown {
  const step = thresholdStep(bench);
  const volume = cutVolume(bench) ?? null;
  return html`<vox-histogram
    .volume=${volume}
    .thresholds=${thresholds.value}
    @vox-counted=${(event: CustomEvent<HistogramValue>) => {
      const { min, max } = event.detail;
      if (volume === bench.scan.peek() || bench.range.peek() === '')
        bench.range.value = `${number(min)} – ${number(max)}`;
    }}
    @vox-threshold=${(event: CustomEvent<ThresholdChange>) => {
      moveThreshold(bench, step, bench.source.value?.id, event.detail, words.value.threshold);
    }}
  ></vox-histogram>`;
}

const TITLES: Readonly<Record<Layer['name'], keyof Words>> = {
  scan: 'layerScan',
  mask: 'layerMask',
  labels: 'layerLabels',
};

function layerList(bench: Workbench, layers: readonly Layer[]): unknown {
  return html`<ul class="layers">
    ${LAYERS.flatMap((name) => layers.find((layer) => layer.name === name) ?? []).map((layer) =>
      layerRow(bench, layer),
    )}
  </ul>`;
}

function layerRow(bench: Workbench, { name, choices, of, visible, opacity }: Layer): unknown {
  const said = words.value;
  const title = said[TITLES[name]];
  return html`<li>
    <label class="check"
      ><input
        type="checkbox"
        .checked=${visible}
        aria-label=${fill(said.show, { name: title })}
        @change=${() => {
          changeLayer(bench, name, { visible: !visible });
        }}
      />${title}</label
    >
    <select
      aria-label=${fill(said.gridOf, { name: title })}
      @change=${(event: Event) => {
        changeLayer(bench, name, { of: (event.target as HTMLSelectElement).value });
      }}
    >
      ${[...choices.keys()].map(
        (id) => html`<option value=${id} ?selected=${id === of}>${bench.nameOf(id)}</option>`,
      )}
    </select>
    <input
      type="range"
      min="0"
      max="1"
      step="0.05"
      .value=${String(opacity)}
      aria-label=${fill(said.opacityOf, { name: title })}
      @input=${(event: Event) => {
        changeLayer(bench, name, { opacity: Number((event.target as HTMLInputElement).value) });
      }}
    />
  </li>`;
}

function regionList(bench: Workbench): unknown {
  const { session } = bench;
  const { regions } = session.study.value;
  const said = words.value;
  if (regions.length === 0)
    return html`<p class="hint">
      <span class="soft">${said.regionsNone}</span>
      <button
        aria-pressed=${String(bench.measuring.value)}
        @click=${() => {
          bench.measuring.value = !bench.measuring.value;
        }}
      >
        ${icon('measure')} ${said.measure}
      </button>
    </p>`;
  return html`<ul class="regions">
      ${regions.map(({ id, name }, i) => {
        const shown = bench.regionName(id);
        return html`<li>
          <input
            aria-label=${fill(said.nameOf, { name: shown })}
            .value=${name}
            placeholder=${fill(said.region, { n: i + 1 })}
            @change=${(event: Event) => {
              const { value } = event.target as HTMLInputElement;
              session.edit(said.regions, (study) => changeRegion(study, id, { name: value }));
            }}
          />
          ${iconButton('remove', fill(said.remove, { name: shown }), () => {
            session.edit(said.regions, (study) => removeRegion(study, id));
          })}
        </li>`;
      })}
    </ul>
    ${within(bench)}`;
}

/** The measures that take a region. */
function bounded({ session }: Workbench): readonly StudyStep[] {
  const outcomes = session.outcomes.value;
  return session.study.value.steps.filter(
    ({ id, operation, on }) =>
      outcomes.get(id) === 'value' &&
      session.catalogue
        .find(operation, outcomes.get(on))
        ?.options.some(({ name }) => name === 'within') === true,
  );
}

/** One choice of region for all measures. */
function within(bench: Workbench): unknown {
  const { session } = bench;
  const said = words.value;
  const steps = bounded(bench);
  if (steps.length === 0) return nothing;
  const refOf = (step: StudyStep): string =>
    (step.options['within'] as { readonly ref?: string } | undefined)?.ref ?? '';
  const [first, ...others] = steps.map(refOf);
  const same = others.every((ref) => ref === first);
  const choose = (ref: string): void => {
    session.edit(said.within, (study) =>
      steps.reduce((next, { id, options }) => {
        const rest = Object.fromEntries(
          Object.entries(options).filter(([name]) => name !== 'within'),
        );
        return changeStep(next, id, { options: ref === '' ? rest : { ...rest, within: { ref } } });
      }, study),
    );
  };
  return html`<label class="choice"
    >${said.within}
    <select
      @change=${(event: Event) => {
        choose((event.target as HTMLSelectElement).value);
      }}
    >
      ${same ? nothing : html`<option value="?" selected disabled>${said.differing}</option>`}
      <option value="" ?selected=${same && first === ''}>${said.wholeVolume}</option>
      ${session.study.value.regions.map(
        ({ id }) =>
          html`<option value=${id} ?selected=${same && first === id}>
            ${bench.regionName(id)}
          </option>`,
      )}
    </select></label
  >`;
}

function runBar(bench: Workbench): unknown {
  const said = words.value;
  const running = bench.running.value;
  if (running !== null)
    return html`<div class="run">
      <vox-progress
        .label=${said.running}
        .fraction=${running.fraction}
        @vox-cancel=${() => {
          running.stop.abort();
        }}
      ></vox-progress>
    </div>`;
  const due = bench.due.value.length;
  const any = bench.session.handles.value.queries.size > 0;
  const note = !any
    ? said.nothingToRun
    : due === 0
      ? said.upToDate
      : fill(said.toRun, { count: due });
  return html`<div class="run">
    <button
      class="primary"
      title="${said.runAll} (Ctrl+Enter)"
      ?disabled=${due === 0}
      @click=${() => {
        void bench.run();
      }}
    >
      ${icon('run')} ${said.run}
    </button>
    <span class="soft" role="status">${note}</span>
  </div>`;
}
