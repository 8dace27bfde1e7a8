import { inspectSource } from '../../io/open.js';
import { openInputFile } from '../input_file.js';
import { interruptible } from '../interrupt.js';
import type { Streams } from '../streams.js';
import { exitOf, exitOfAll } from '../usage.js';
import type { InspectJob } from './inspect_arguments.js';
import { contentsText } from './contents_text.js';

/**
 * Lists what files hold, one after the other, and goes on after one that cannot be read. Reads what
 * describes them, no voxels, and needs no GPU.
 */
export function inspectFiles({ files, json }: InspectJob, streams: Streams): Promise<number> {
  return interruptible(streams, async (signal) => {
    const codes: number[] = [];
    for (const [place, path] of files.entries()) {
      try {
        const { source } = await openInputFile(path);
        const facts = await inspectSource(source, { signal });
        if (json) streams.out(`${JSON.stringify({ path, ...facts })}\n`);
        else streams.out(`${place === 0 ? '' : '\n'}${contentsText(facts)}`);
      } catch (error) {
        if (signal.aborted) throw error;
        const { line, code } = exitOf(error);
        streams.error(`${line}\n`);
        codes.push(code);
      }
    }
    return exitOfAll(codes);
  });
}
