import { copyBandwidth } from '../report/derive.js';
import { predictions } from '../report/predict.js';
import { digits } from '../report/text.js';
import { element } from './element.js';
import type { NamedReport } from './shelf.js';

/** Gigabytes per second of a GPU in the middle of the market. */
const USUAL = 400;

/**
 * A table of what bandwidth alone predicts on one size for a GPU that nobody has measured, with the
 * field that asks for the bandwidth.
 */
export function predictionPart({ name, report }: NamedReport, size: number): HTMLElement {
  const shown = element('div', { class: 'scroll' });
  const field = element('input', { type: 'number', min: '1', value: String(USUAL) });
  const draw = (): void => {
    const rate = field.valueAsNumber;
    if (!(rate > 0)) {
      shown.replaceChildren('Give a bandwidth above 0.');
      return;
    }
    const columns = [
      'case',
      'B/voxel',
      'predicted: at least ms',
      'at most Mvoxel/s',
      'measured ms',
    ];
    const rows = predictions(report, size, rate).map((p) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, `${p.case}, ${p.field}`),
        ...[p.bytesPerVoxel, p.leastMs, p.mostMvoxelsPerSecond, p.measuredMs].map((value) =>
          element('td', {}, digits(value)),
        ),
      ),
    );
    shown.replaceChildren(
      element(
        'table',
        {},
        element(
          'caption',
          {},
          `Prediction for ${String(rate)} GB/s, not measured: the declared bytes at that rate alone. Measured: ${name}, whose copies make ${digits(copyBandwidth(report))} GB/s.`,
        ),
        element('thead', {}, element('tr', {}, ...columns.map((text) => element('th', {}, text)))),
        element('tbody', {}, ...rows),
      ),
    );
  };
  field.addEventListener('input', draw);
  draw();
  const asked = 'Bandwidth of a GPU that nobody has measured, GB/s read and written ';
  return element(
    'details',
    { class: 'prediction' },
    element('summary', {}, `What bandwidth alone predicts at ${String(size)}³`),
    element('p', {}, element('label', {}, asked, field)),
    shown,
  );
}
