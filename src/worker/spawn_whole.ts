import { VoxmetryError } from '../recipe/errors.js';
import { WHOLE_SOURCE } from './whole_source.js';

/** What the page's content security policy last refused while a worker was started here. */
let refused: SecurityPolicyViolationEvent | undefined;

/** Starts the whole worker from memory: no address has to be right, and no file to be served. */
export function createWorker(): Worker {
  if (WHOLE_SOURCE === undefined) throw new Error('this build has no worker in one file');
  const url = URL.createObjectURL(new Blob([WHOLE_SOURCE], { type: 'text/javascript' }));
  refused = undefined;
  const hear = (event: SecurityPolicyViolationEvent): void => {
    if (event.blockedURI.startsWith('blob')) refused = event;
  };
  // Not every runtime with workers has a page.
  const { document: page } = globalThis as { document?: Document };
  page?.addEventListener('securitypolicyviolation', hear);
  const worker = new Worker(url, { type: 'module', name: 'voxmetry' });
  const settled = (): void => {
    URL.revokeObjectURL(url);
    page?.removeEventListener('securitypolicyviolation', hear);
  };
  // The text is loaded once the worker speaks, or fails.
  worker.addEventListener('message', settled, { once: true });
  worker.addEventListener('error', settled, { once: true });
  return worker;
}

/** What helps where no policy is known to be in the way. */
const REMEDY =
  "Serve the package's dist/worker-whole.js from the page's own origin and pass " +
  "createWorker: () => new Worker('/worker-whole.js', { type: 'module' })";

/** The error where neither the worker's file nor its copy in memory starts. */
export function explain(first: VoxmetryError, second: VoxmetryError): VoxmetryError {
  const policy =
    refused === undefined
      ? ''
      : ` The page's content security policy forbids it (${refused.effectiveDirective}, blocked: ${refused.blockedURI}): allow worker-src 'self' blob:, or do without blob:.`;
  return new VoxmetryError(
    'worker-failed',
    `No worker starts. Tried: the library's file (${first.message.split('. ')[0]!}); a copy of it from a blob: URL (${second.message.split('. ')[0]!}).${policy} ${REMEDY}.`,
    {
      cause: first,
      ...(refused === undefined ? {} : { details: { directive: 'worker-src blob:' } }),
    },
  );
}
