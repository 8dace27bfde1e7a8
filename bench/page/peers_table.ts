import { peerRatio, timeOf } from '../report/derive.js';
import { median } from '../report/statistics.js';
import { digits } from '../report/text.js';
import { element } from './element.js';
import type { NamedReport } from './shelf.js';

const HEAD = ['case', 'peer', 'peer ms', 'our ms', 'times as fast', 'check'];

/**
 * Per report that compared with other programs on one size: a heading and the table of the pairs.
 */
export function peersTables(reports: readonly NamedReport[], size: number): HTMLElement[] {
  return reports.flatMap(({ name, report }) => {
    const rows = report.measurements
      .filter((m) => m.size === size)
      .flatMap((m) =>
        m.peers.map((peer) => [
          `${m.case}, ${m.field}`,
          peer.name,
          digits(median(peer.wallMs)),
          digits(timeOf(m)),
          digits(peerRatio(m, peer)),
          peer.status === 'agrees' ? peer.check : `${peer.status}: ${peer.check}`,
        ]),
      );
    if (rows.length === 0) return [];
    const body = rows.map(([first = '', ...cells]) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, first),
        ...cells.map((text) => element('td', {}, text)),
      ),
    );
    const head = element('tr', {}, ...HEAD.map((text) => element('th', {}, text)));
    return [
      element('h3', {}, `Beside other programs: ${name}`),
      element(
        'div',
        { class: 'scroll' },
        element('table', {}, element('thead', {}, head), element('tbody', {}, ...body)),
      ),
    ];
  });
}
