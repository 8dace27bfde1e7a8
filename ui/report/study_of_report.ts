// A report holds its study as a block of data: how it is written into the page, and read from it.
import { VoxmetryError } from 'voxmetry';
import { parseStudy } from '../session/parse_study.js';
import type { Study } from '../session/study.js';

const BLOCK =
  /<script type="application\/json" id="voxmetry-study" data-hash="sha256:([0-9a-f]{64})">([^<]*)<\/script>/;

/** The block of data that holds a study, and its hash. Nothing in the study can end the block. */
export async function studyBlock(
  study: Study,
): Promise<{ readonly html: string; readonly hash: string }> {
  const json = JSON.stringify(study).replaceAll('<', String.raw`\u003c`);
  const { hash } = await hashed(json);
  return {
    hash,
    html: `<script type="application/json" id="voxmetry-study" data-hash="${hash}">${json}</script>`,
  };
}

/** The hash of a text of any length. */
async function hashed(text: string): Promise<{ readonly hash: string }> {
  const bytes = new TextEncoder().encode(text);
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0'));
  return { hash: `sha256:${hex.join('')}` };
}

/**
 * Reads the study that a report holds, as `parseStudy` reads one: nothing in it is opened or run.
 *
 * @param html - The text of the report.
 * @throws VoxmetryError `invalid-argument` where the text holds no study, where the study is not
 * what was written (its hash is another), and as `parseStudy`.
 * @example
 * ```ts no-run
 * import { studyOfReport } from 'voxmetry/report';
 * import { openSession } from 'voxmetry/session';
 * const [file] = document.querySelector('input')!.files!;
 * const session = await openSession(await studyOfReport(await file!.text()));
 * ```
 */
export async function studyOfReport(html: string): Promise<Study> {
  const [, stated, json] = BLOCK.exec(html) ?? [];
  if (stated === undefined || json === undefined)
    throw refused(
      'The report cannot be read: it holds no study; open one that this library wrote.',
    );
  if ((await hashed(json)).hash !== `sha256:${stated}`)
    throw refused(
      'The report cannot be read: its study was changed after it was written; open the report as it was saved.',
    );
  return parseStudy(json);
}

function refused(message: string): VoxmetryError {
  return new VoxmetryError('invalid-argument', message, { op: 'report' });
}
